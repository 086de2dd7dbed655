using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;

namespace Strangler.Services.BackupServer;

/// <summary>
/// Tests whether a server accepts a TCP connection over IPv4 within a time limit (contract 4). At any moment there is one
/// test for each endpoint; whoever asks meanwhile gets its result.
/// </summary>
internal sealed class ReachabilityProbe(IOptions<ServicesOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<BackupServerEndpoint, Lazy<Task<bool>>> _running = new();

    /// <summary>Remembers the results for one endpoint.</summary>
    public Reachability Watch(BackupServerEndpoint endpoint) => new(endpoint, this, options.Value, time);

    public Task<bool> TestAsync(BackupServerEndpoint endpoint) =>
        _running.GetOrAdd(endpoint, key => new Lazy<Task<bool>>(() => RunAsync(key))).Value;

    private async Task<bool> RunAsync(BackupServerEndpoint endpoint)
    {
        using var limit = new CancellationTokenSource(options.Value.ProbeTimeout, time);
        try
        {
            return await ConnectAsync(endpoint, limit.Token);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ArgumentException)
        {
            return false; // Refused, silent, or no such name: contract 4 makes no difference.
        }
        finally
        {
            _running.TryRemove(endpoint, out _);
        }
    }

    private static async Task<bool> ConnectAsync(BackupServerEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(endpoint.Host, out var address))
            address = (await Dns.GetHostAddressesAsync(endpoint.Host, AddressFamily.InterNetwork, cancellationToken)).FirstOrDefault();
        if (address is not { AddressFamily: AddressFamily.InterNetwork })
            return false;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(address, endpoint.Port), cancellationToken);
        return true;
    }
}
