namespace Strangler.Gateway.Legacy;

/// <summary>Answers for YARP's forwarder where it has failed.</summary>
internal sealed class LegacyFailureMiddleware(RequestDelegate next, LegacyFailureAnswer answer)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        await answer.SendAsync(context);
    }
}
