using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Traces;

/// <summary>Tells the shadow's pages where a trace can be looked at.</summary>
internal sealed class TraceViewer(IOptions<TelemetryOptions> options) : ITraceViewer
{
    public Uri? PageOf(string traceId) => options.Value.AddressOfTrace(traceId);
}
