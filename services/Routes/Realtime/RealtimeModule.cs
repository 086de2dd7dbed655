using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Descriptions;
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
        return routes.Map("/socket.io/{**path}", context => HandleAsync(context, engine))
            .WithSummary("The page's live channel: Engine.IO 4, by long polling or as a WebSocket.")
            .WithMetadata(new DescribedMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Options) { HasOwnOptions = true })
            .WithArgument("EIO", "4.")
            .WithArgument("transport", "polling or websocket.")
            .WithArgument("sid", "The session; a new one without it.")
            .WithBody("text/plain")
            .Answers(
                new DescribedAnswer(StatusCodes.Status101SwitchingProtocols, "The WebSocket is open."),
                DescribedAnswer.Plain(StatusCodes.Status200OK, "Packets, or OK."),
                DescribedAnswer.Plain(StatusCodes.Status400BadRequest, "The request is none of the protocol's, or the session is unknown."),
                DescribedAnswer.Page(StatusCodes.Status404NotFound, "It is no path of the channel."),
                DescribedAnswer.Plain(StatusCodes.Status413PayloadTooLarge, "The packets are too large."),
                DescribedAnswer.Plain(StatusCodes.Status429TooManyRequests, "The client has too many sessions."),
                DescribedAnswer.Plain(StatusCodes.Status503ServiceUnavailable, "There are too many sessions."));
    }

    // Without the slash, and in other letters, the path is Flask's.
    private static Task HandleAsync(HttpContext context, EngineEndpoint engine) =>
        FlaskRoutes.IsEngine(context.Request.Path) ? engine.HandleAsync(context) : Answer.NotFound.SendAsync(context);
}
