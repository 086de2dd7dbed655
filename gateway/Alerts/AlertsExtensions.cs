using Strangler.Settings;

namespace Strangler.Gateway.Alerts;

internal static class AlertsExtensions
{
    /// <summary>Adds the webhook that is told of each rollback of the gateway's own.</summary>
    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<AlertOptions>(builder.Configuration.GetSection("Gateway:Alerts"));
        builder.Services.AddHostedService<AlertSender>();
    }
}
