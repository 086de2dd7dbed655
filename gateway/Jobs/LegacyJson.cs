using System.Text.Json.Serialization;

namespace Strangler.Gateway.Jobs;

/// <summary>Legacy's <c>/api/cancelable_jobs</c>, as far as it is read.</summary>
internal sealed record LegacyJobList([property: JsonPropertyName("jobs")] IReadOnlyList<LegacyJob> Jobs);

internal sealed record LegacyJob([property: JsonPropertyName("job_id")] string JobId);

/// <summary>Legacy's general <c>/api/status</c>, as far as it changes.</summary>
internal sealed record LegacyStatus(
    [property: JsonPropertyName("phase")] string Phase,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("last_updated")] string LastUpdated,
    [property: JsonPropertyName("connected")] bool Connected = false);

/// <summary>Legacy's <c>/api/observability/health</c>, as far as it is read.</summary>
internal sealed record LegacyHealth([property: JsonPropertyName("uptime_seconds")] double? UptimeSeconds = null);

// Legacy may be anything that listens there: what is missing in its answer is an error here, not a null later.
[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LegacyJobList))]
[JsonSerializable(typeof(LegacyStatus))]
[JsonSerializable(typeof(LegacyHealth))]
internal sealed partial class LegacyJsonContext : JsonSerializerContext;
