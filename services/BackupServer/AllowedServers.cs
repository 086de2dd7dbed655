using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;

namespace Strangler.Services.BackupServer;

/// <summary>Which backup servers clients may name. Names are compared as they are written: none is looked up for it.</summary>
internal sealed class AllowedServers(IOptions<ServicesOptions> options)
{
    private readonly IReadOnlyList<AllowedServer> _list =
        [.. options.Value.AllowedBackupServers.Select(entry => AllowedServer.TryParse(entry, out var server) ? server : null).OfType<AllowedServer>()];

    public bool Includes(string host, int port) => _list.Count == 0 || _list.Any(server => server.Includes(host, port));
}
