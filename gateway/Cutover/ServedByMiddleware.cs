using Strangler.ShadowDiff.Capture;

namespace Strangler.Gateway.Cutover;

/// <summary>Adds <c>X-Served-By: legacy</c> or <c>modern</c> to each answer.</summary>
internal sealed class ServedByMiddleware(RequestDelegate next)
{
    private static readonly Func<object, Task> SetHeader = static state =>
    {
        var context = (HttpContext)state;
        context.Response.Headers["X-Served-By"] = context.Features.Get<ICutoverFeature>() is { ServedBy: Side.Modern } ? "modern" : "legacy";
        return Task.CompletedTask;
    };

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(SetHeader, context); // at the last moment: the proxy clears a bad answer of legacy
        return next(context);
    }
}
