using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.Contract.Management;

/// <summary>The management API as JSON: names in snake_case, null written as null. Members that a reader does not know are passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(StageRequest))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(LegacyOnlyRequest))]
[JsonSerializable(typeof(RevertRequest))]
[JsonSerializable(typeof(NudgeRequest))]
[JsonSerializable(typeof(NudgeResponse))]
[JsonSerializable(typeof(ChangesResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(BoardResponse))]
public sealed partial class ManagementJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    public static ManagementJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Readable too, and leaves out what is null: a request says only what it means.</summary>
    public static ManagementJson Terse => field ??= new(new JsonSerializerOptions(Readable.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });
}

/// <summary>Answer of <c>GET /healthz</c>.</summary>
public sealed record HealthResponse(string Status);
