using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>Adds <c>X-Served-By: legacy</c>, <c>modern</c> or, where modern could not, <c>legacy; fallback</c> to each answer.</summary>
internal sealed class ServedByMiddleware(RequestDelegate next)
{
    private static readonly Func<object, Task> SetHeader = static state =>
    {
        var context = (HttpContext)state;
        context.Response.Headers["X-Served-By"] =
            context.Features.Get<ICutoverFeature>() is not { ServedBy: Side.Modern } ? "legacy"
            : context.Features.Get<FallbackFeature>() is null ? "modern"
            : "legacy; fallback";
        return Task.CompletedTask;
    };

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(SetHeader, context); // at the last moment: the proxy clears a bad answer of legacy
        return next(context);
    }
}
