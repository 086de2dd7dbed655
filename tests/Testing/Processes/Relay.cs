using System.Net;
using System.Net.Sockets;

namespace Strangler.Testing.Processes;

/// <summary>Stands between a client and a server on loopback and knows how much the client has sent. It may hold the server's answers back.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _progress = new(0);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _serverPort;
    private readonly Task _accepting;
    private long _sent;

    /// <param name="serverPort">Where the server listens.</param>
    /// <param name="holding">True: nothing of what the server answers arrives before <see cref="Release"/>.</param>
    public Relay(int serverPort, bool holding = false)
    {
        _serverPort = serverPort;
        if (!holding)
            Release();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Lets what was held back arrive, and all that follows.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Returns when clients have sent so many bytes, on all connections together.</summary>
    public async Task SentAsync(long bytes, CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _sent) < bytes)
            await _progress.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
        _progress.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _over.Token);
                await Task.WhenAny(PumpAsync(client, server, count: true), AnswerAsync(server, client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // Either end may go away at any time; the other one learns it by the closed connection.
            }
        }
    }

    private async Task AnswerAsync(TcpClient server, TcpClient client)
    {
        await _released.Task.WaitAsync(_over.Token);
        await PumpAsync(server, client, count: false);
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool count)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _over.Token) is > 0 and var read)
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _over.Token);
                if (count)
                {
                    Interlocked.Add(ref _sent, read);
                    _progress.Release();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }
}
