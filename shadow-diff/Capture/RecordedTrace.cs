using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.ShadowDiff.Capture;

/// <summary>The trace of a request, where somebody records it here: an id of a trace that is kept nowhere leads nowhere.</summary>
internal static class RecordedTrace
{
    /// <summary>Its id (W3C Trace Context): 32 hexadecimal digits. Null where nothing is traced, or the sampler has left this request out.</summary>
    public static string? IdOf(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IdFormat: ActivityIdFormat.W3C, Recorded: true, Source.Name.Length: > 0 } span ? span.TraceId.ToHexString() : null;
}
