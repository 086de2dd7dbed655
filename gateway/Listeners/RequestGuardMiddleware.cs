using Strangler.Services.Flask;

namespace Strangler.Gateway.Listeners;

/// <summary>Refuses malformed requests with 400 before anything else sees them, and ends their connection.</summary>
internal sealed class RequestGuardMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        MalformedRequest.Reason(context) is { } reason ? RefuseAsync(context, reason) : next(context);

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.Headers.Connection = "close";
        return Answer.Failure(StatusCodes.Status400BadRequest, reason).SendAsync(context);
    }
}
