using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.BackupServer;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Disconnect;

/// <summary>Serves <c>POST /api/disconnect</c> (contract 5).</summary>
public static class DisconnectModule
{
    private static readonly Answer Disconnected = Answer.Json(Body);

    private static ReadOnlySpan<byte> Body => """{"connected":false,"message":"Disconnected successfully","success":true}"""u8;

    public static IServiceCollection AddDisconnect(this IServiceCollection services, IConfigurationSection section) =>
        services.AddBackupServerState(section);

    public static IEndpointConventionBuilder MapDisconnect(this IEndpointRouteBuilder routes)
    {
        var state = routes.ServiceProvider.GetRequiredService<BackupServerState>();
        return routes.MapFlaskPost("/api/disconnect", context => DisconnectAsync(context, state))
            .WithSummary("Reports that the backup server is disconnected.")
            .Answers(DescribedAnswer.Json(JsonShape.Exactly(Body)));
    }

    private static Task DisconnectAsync(HttpContext context, BackupServerState state)
    {
        state.Report("READY", "Disconnected from backup server", connectionEstablished: false);
        return Disconnected.SendAsync(context);
    }
}
