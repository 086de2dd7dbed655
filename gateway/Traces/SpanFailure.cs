using System.Diagnostics;

namespace Strangler.Gateway.Traces;

internal static class SpanFailure
{
    /// <summary>A span that ended in an exception: its type, as messages quote what clients send.</summary>
    public static void Set(Activity span, Exception exception) =>
        span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().FullName);
}
