using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>A legacy whose every byte is the test's: each connection is played by a script, and each request is recorded as it came.</summary>
internal sealed class RawLegacy : IAsyncDisposable
{
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawLegacyConnection, Task> _script;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    private RawLegacy(Func<RawLegacyConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Heads of the requests so far: request line and headers, Latin-1.</summary>
    public ConcurrentQueue<string> Heads { get; } = [];

    /// <summary>Each connection: read a head, send <paramref name="answer"/>, close.</summary>
    public static RawLegacy Answering(string answer) => new(async connection =>
    {
        await connection.ReadHeadAsync();
        await connection.WriteAsync(answer);
    });

    public static RawLegacy Playing(Func<RawLegacyConnection, Task> script) => new(script);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _connections.Add(PlayAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task PlayAsync(Socket socket)
    {
        await using var connection = new RawLegacyConnection(socket, Heads, _stop.Token);
        try
        {
            await _script(connection);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The gateway went away, or the test ended.
        }
    }
}
