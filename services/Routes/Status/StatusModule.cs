using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.BackupServer;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Status;

/// <summary>Serves <c>GET /api/status</c>, the general status (contract 5). Job statuses are another route.</summary>
public static class StatusModule
{
    private static readonly JsonShape Status = JsonShape.Of(
        ("backing_up", JsonShape.Flag), ("connected", JsonShape.Flag), ("isConnected", JsonShape.Flag), ("last_updated", JsonShape.Text),
        ("message", JsonShape.Text), ("phase", JsonShape.Text), ("status", JsonShape.Text));

    public static IServiceCollection AddStatus(this IServiceCollection services, IConfigurationSection section) => services.AddBackupServerState(section);

    public static IEndpointConventionBuilder MapStatus(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<GeneralStatusAnswers>("/api/status", static service => service.SendAsync)
            .WithSummary("The general status: whether the backup server is connected, and what was last reported.")
            .Answers(DescribedAnswer.Json(Status));
}
