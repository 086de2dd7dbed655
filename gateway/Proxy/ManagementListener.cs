namespace Strangler.Gateway.Proxy;

/// <summary>Connection feature: the connection came in on the management port.</summary>
internal sealed class ManagementListener
{
    public static readonly ManagementListener Instance = new();
}
