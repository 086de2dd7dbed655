using Microsoft.AspNetCore.Connections;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// Feature of every connection that came in on the management port, and of no other:
/// <c>context.Features.Get&lt;ManagementListener&gt;()</c> is null for the public.
/// </summary>
internal sealed class ManagementListener
{
    private static readonly ManagementListener Instance = new();

    private ManagementListener()
    {
    }

    public static ConnectionDelegate Mark(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(Instance);
        return next(connection);
    };
}
