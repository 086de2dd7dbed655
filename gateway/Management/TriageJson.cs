using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.Contract.Management;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Management;

/// <summary>Body of <c>POST /api/divergences/{fingerprint}/…</c>; <c>expires</c>, a day such as 2027-01-31, for <c>accept</c> only.</summary>
internal sealed record TriageRequest(string? Reason, string? Who, string? Expires) : IAuditedBody;

/// <summary>QA's verbs as JSON, in the form of <see cref="ManagementJson"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(TriageRequest))]
[JsonSerializable(typeof(TriageEntry))]
internal sealed partial class TriageJson : JsonSerializerContext
{
    /// <inheritdoc cref="ManagementJson.Readable"/>
    public static TriageJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
