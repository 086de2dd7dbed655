using System.Net;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Listeners;

namespace Strangler.Gateway.Management;

/// <summary>Settings of the management port, in the section <c>Gateway</c>.</summary>
internal sealed class ManagementOptions
{
    public const int ShortestToken = 16;

    /// <summary>Address of the management port. Anything but loopback demands <see cref="ManagementToken"/>.</summary>
    public string Management { get; set; } = ListenerOptions.DefaultManagement;

    /// <summary>The bearer token that every management request must carry; none asked for when empty.</summary>
    public string? ManagementToken { get; set; }

    /// <summary>Names besides <c>localhost</c> and the loopback addresses under which the management port may be called.</summary>
    public IList<string> ManagementHosts { get; set; } = [];

    /// <summary>Whether <c>/metrics</c> is on the public port too.</summary>
    public bool PublicMetrics { get; set; }

    /// <summary>True when only this machine can reach the management port.</summary>
    public bool IsLoopback =>
        Uri.TryCreate(Management, UriKind.Absolute, out var address)
        && (address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}

/// <summary>The rules that concern two settings at once.</summary>
internal sealed class ManagementTokenValidator : IValidateOptions<ManagementOptions>
{
    public ValidateOptionsResult Validate(string? name, ManagementOptions options)
    {
        var length = options.ManagementToken?.Length ?? 0;
        if (length > 0 && length < ManagementOptions.ShortestToken)
            return ValidateOptionsResult.Fail($"Gateway:ManagementToken has {length} characters; give it {ManagementOptions.ShortestToken} or more.");

        return options.IsLoopback || length > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Gateway:Management is {options.Management}, which other machines can reach: set Gateway:ManagementToken ({ManagementOptions.ShortestToken} characters or more), or bind it to 127.0.0.1.");
    }
}
