namespace Strangler.Gateway.Listeners;

/// <summary>Registers the refusal of malformed requests.</summary>
internal static class RequestGuardExtensions
{
    /// <summary>Stands first of all.</summary>
    public static IApplicationBuilder UseRequestGuard(this IApplicationBuilder app) => app.UseMiddleware<RequestGuardMiddleware>();
}
