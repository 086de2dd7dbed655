using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Flask;
using Strangler.Services.Realtime;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.Pages;

namespace Strangler.Services.Routes.Realtime;

/// <summary>Serves <c>/socket.io/</c>, the pages' live channel (contract 9). Engine.IO takes it before Flask: none of Flask's conventions hold.</summary>
public static class RealtimeModule
{
    /// <summary>A host that knows of jobs elsewhere registers its own <see cref="IForeignStatus"/> before; it ends the sessions by <see cref="IPageSockets"/>.</summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services, IConfigurationSection section) => services.AddPageSockets(section);

    /// <summary>Takes every method. When the host drains, the sessions end so that the pages come back.</summary>
    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var sockets = services.GetRequiredService<IPageSockets>();
        services.GetRequiredService<IDrainSignal>().Draining.Register(() => _ = sockets.CloseAllAsync(CancellationToken.None));
        var engine = services.GetRequiredService<EngineEndpoint>();
        return routes.Map("/socket.io/{**path}", context => HandleAsync(context, engine));
    }

    // Without the slash, and in other letters, the path is Flask's.
    private static Task HandleAsync(HttpContext context, EngineEndpoint engine) =>
        FlaskRoutes.IsEngine(context.Request.Path) ? engine.HandleAsync(context) : Answer.NotFound.SendAsync(context);
}
