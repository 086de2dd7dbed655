using System.Net;
using System.Net.Sockets;

namespace Strangler.Services.Tests.Hosting;

/// <summary>A loopback port of a backup server that is up (connections are accepted) or down (they are refused). The port is ours either way.</summary>
internal sealed class BackupServerPort : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _accepted = new(0);
    private Socket _socket = NewSocket();
    private int _connections;

    private BackupServerPort(bool up)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (up)
            Start();
    }

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>How many connections were accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static BackupServerPort Up() => new(up: true);

    public static BackupServerPort Down() => new(up: false);

    /// <summary>Waits until the server has seen so many connections: a client is connected a little before its server knows.</summary>
    public async Task AcceptedAsync(int connections, CancellationToken cancellationToken)
    {
        while (Connections < connections)
            await _accepted.WaitAsync(cancellationToken);
    }

    /// <summary>From now on connections are accepted.</summary>
    public void Start()
    {
        _socket.Listen();
        _ = AcceptAsync(_socket);
    }

    /// <summary>From now on connections are refused.</summary>
    public void Stop()
    {
        var address = _socket.LocalEndPoint!;
        _stop.Cancel();
        _socket.Dispose();
        _socket = NewSocket();
        _socket.Bind(address);
    }

    public KeyValuePair<string, string?>[] Settings(params ReadOnlySpan<(string Name, string Value)> more) =>
    [
        KeyValuePair.Create<string, string?>("Services:BackupServerPort", $"{Number}"),
        .. more.ToArray().Select(setting => KeyValuePair.Create<string, string?>("Services:" + setting.Name, setting.Value)),
    ];

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _stop.Dispose();
        _accepted.Dispose();
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _accepted.Release();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
