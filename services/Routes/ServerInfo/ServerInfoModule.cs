using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.ServerInfo;

/// <summary>Serves <c>GET /api/server_info</c>: constant but for the configured port of the backup server (contract 5, Q28).</summary>
public static class ServerInfoModule
{
    private static readonly JsonShape Info = JsonShape.Of(
        ("server", JsonShape.Of(
            ("backup_server_port", JsonShape.WholeNumber), ("name", JsonShape.Text), ("port", JsonShape.WholeNumber), ("status", JsonShape.Text),
            ("uptime", JsonShape.Text), ("version", JsonShape.Text))),
        ("success", JsonShape.Flag));

    public static IServiceCollection AddServerInfo(this IServiceCollection services, IConfigurationSection section) =>
        services.AddServicesOptions(section);

    public static IEndpointConventionBuilder MapServerInfo(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<ServicesOptions>>().Value;
        return routes.MapFlaskGet("/api/server_info", Answer.Json(StatusCodes.Status200OK, ServerInfoAnswers.Info(options.BackupServerPort)).SendAsync)
            .WithSummary("What this server says of itself; its port and uptime are constants (Q28).")
            .Answers(DescribedAnswer.Json(Info));
    }
}
