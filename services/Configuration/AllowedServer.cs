using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Strangler.Services.Configuration;

/// <summary>One entry of the list of allowed backup servers: a host with or without a port, or a range of addresses.</summary>
internal sealed record AllowedServer(string? Host, int? Port, IPNetwork? Network)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c> or <c>address/bits</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AllowedServer? server)
    {
        server = null;
        if (text.Contains('/', StringComparison.Ordinal))
        {
            if (IPNetwork.TryParse(text, out var network))
                server = new AllowedServer(null, null, network);
            return server is not null;
        }

        var parts = text.Split(':');
        int? port = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : null;
        if (parts[0].Length > 0 && (parts.Length == 1 || (parts.Length == 2 && port is not null)))
            server = new AllowedServer(parts[0], port, null);
        return server is not null;
    }

    public bool Includes(string host, int port) => Network is { } network
        ? IPAddress.TryParse(host, out var address) && network.Contains(address)
        : string.Equals(Host, host, StringComparison.OrdinalIgnoreCase) && (Port is null || Port == port);
}

/// <summary>Which backup servers clients may name. Names are compared with the list as they are written, and not resolved for it.</summary>
internal sealed class AllowedServers(IOptions<ServicesOptions> options, OwnServers own)
{
    private readonly IReadOnlyList<AllowedServer> _list =
        [.. options.Value.AllowedBackupServers.Select(entry => AllowedServer.TryParse(entry, out var server) ? server : null).OfType<AllowedServer>()];

    public bool Includes(string host, int port) => (_list.Count == 0 || _list.Any(server => server.Includes(host, port))) && !own.Include(host, port);
}

/// <summary>Every entry of the list must be valid: a typo would lock people out, or let them in.</summary>
internal sealed class AllowedServersValidator : IValidateOptions<ServicesOptions>
{
    public ValidateOptionsResult Validate(string? name, ServicesOptions options)
    {
        string[] wrong = [.. options.AllowedBackupServers.Where(entry => !AllowedServer.TryParse(entry, out _))];
        return wrong.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(entry => $"Services:AllowedBackupServers has '{entry}'; write a host, host:port or a range like 10.0.0.0/8."));
    }
}
