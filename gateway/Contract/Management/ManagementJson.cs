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
[JsonSerializable(typeof(UpgradeRequest))]
[JsonSerializable(typeof(UpgradeResponse))]
[JsonSerializable(typeof(PromoteRequest))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlansResponse))]
[JsonSerializable(typeof(PlanChangeResponse))]
[JsonSerializable(typeof(ChangesResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(LiveResponse))]
[JsonSerializable(typeof(ReadyResponse))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(BoardResponse))]
[JsonSerializable(typeof(TimelineResponse))]
[JsonSerializable(typeof(TesterLinksResponse))]
[JsonSerializable(typeof(DoctorResponse))]
[JsonSerializable(typeof(DecommissionResponse))]
public sealed partial class ManagementJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    public static ManagementJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Readable too, and leaves out what is null: a request says only what it means.</summary>
    public static ManagementJson Terse => field ??= new(new JsonSerializerOptions(Readable.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });
}

/// <summary>Answer of <c>GET /healthz</c>: words that tell nobody where anything is.</summary>
/// <param name="Status"><c>healthy</c>: requests are served.</param>
/// <param name="Legacy"><c>needed</c>; <c>not-needed</c> when every route is complete; <c>none</c> when none is configured either.</param>
/// <param name="Database"><c>good</c>; <c>begun-anew</c> when the file was damaged and is set aside; <c>unavailable</c> while nothing can be written.</param>
public sealed record HealthResponse(string Status, string Legacy, string Database);

/// <summary>Answer of <c>GET /livez</c>.</summary>
/// <param name="Status"><c>alive</c>.</param>
public sealed record LiveResponse(string Status);

/// <summary>Answer of <c>GET /readyz</c>: names that tell nobody where anything is; <c>GET /api/routes</c> has the sentences.</summary>
/// <param name="Status"><c>ready</c>; <c>not-ready</c> where modern answers a route that it cannot; <c>starting</c> until each check has run;
/// <c>stopping</c> from the wish to stop on, while requests are still served.</param>
/// <param name="NotReady">The checks that fail, also of routes that legacy answers.</param>
public sealed record ReadyResponse(string Status, IReadOnlyList<FailedCheckResponse> NotReady);

/// <summary>A check that fails.</summary>
/// <param name="Check">Its name, e.g. <c>backup-client</c>.</param>
/// <param name="Routes">The routes that need what it looks at.</param>
/// <param name="Served">Those of them that modern answers now.</param>
public sealed record FailedCheckResponse(string Check, IReadOnlyList<string> Routes, IReadOnlyList<string> Served);
