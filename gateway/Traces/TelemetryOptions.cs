using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Traces;

/// <summary>Where traces of requests go, section <c>Gateway:Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    private const string Signal = "/v1/traces";
    private const string Trace = "{trace}";

    /// <summary>An absolute address, http or https, of an OpenTelemetry collector, such as `http://127.0.0.1:4318`; traces are posted to `/v1/traces` there (OTLP, protobuf). None by default: nothing is traced.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>Whether legacy is told of the trace, in the header `traceparent`, where the client has sent none. One that the client has sent goes on unchanged in any case.</summary>
    public bool PropagateToLegacy { get; set; }

    /// <summary>An absolute address, http or https, of a trace's page in what shows traces, with `{trace}` for its id, such as `http://jaeger:16686/trace/{trace}`. QA's pages link to it. None by default: they show the id alone.</summary>
    public string? TraceUrl { get; set; }

    /// <summary>The page of a trace; null where nobody has said.</summary>
    public Uri? AddressOfTrace(string id) => string.IsNullOrEmpty(TraceUrl) ? null : AddressOf(TraceUrl.Replace(Trace, id, StringComparison.Ordinal));

    /// <summary>Where traces are posted to; null for nowhere.</summary>
    public Uri? Collector => AddressOf(OtlpEndpoint) is not { } address ? null
        : address.AbsolutePath.EndsWith(Signal, StringComparison.Ordinal) ? address
        : new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + Signal }.Uri;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(OtlpEndpoint) && AddressOf(OtlpEndpoint) is null)
            yield return new("Gateway:Telemetry:OtlpEndpoint is no address; give an absolute one, http or https, such as http://127.0.0.1:4318.", [nameof(OtlpEndpoint)]);
        if (!string.IsNullOrEmpty(TraceUrl) && (!TraceUrl.Contains(Trace, StringComparison.Ordinal) || AddressOfTrace(new string('0', 32)) is not { UserInfo: "" }))
            yield return new("Gateway:Telemetry:TraceUrl is no address of a trace; give an absolute one, http or https, without a password, with {trace} where its id belongs, such as http://127.0.0.1:16686/trace/{trace}.", [nameof(TraceUrl)]);
        if (PropagateToLegacy && string.IsNullOrEmpty(OtlpEndpoint))
            yield return new("Gateway:Telemetry:PropagateToLegacy = true: there is no trace to tell legacy of; set Gateway:Telemetry:OtlpEndpoint too.", [nameof(PropagateToLegacy)]);
    }

    private static Uri? AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;
}
