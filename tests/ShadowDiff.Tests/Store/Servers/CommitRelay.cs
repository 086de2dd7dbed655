using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Strangler.ShadowDiff.Tests.Store.Servers;

/// <summary>Stands between a gateway and its server, and has a commit go wrong when it is told to.</summary>
internal sealed class CommitRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly int _server;
    private readonly Task _accepting;
    private volatile LostCommit _next;

    /// <param name="server">The server's port.</param>
    public CommitRelay(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>While set, nobody gets through.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many commits have been lost.</summary>
    public int Lost { get; private set; }

    /// <summary>The next commit goes wrong.</summary>
    /// <param name="how">In what way.</param>
    public void LoseNext(LostCommit how) => _next = how;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
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
                _clients.Add(client);
                if (IsDown)
                    return;

                await server.ConnectAsync(IPAddress.Loopback, _server, _over.Token);
                var lost = new TaskCompletionSource();
                await Task.WhenAny(AskAsync(client.GetStream(), server.GetStream(), lost), AnswerAsync(server.GetStream(), client, lost.Task));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // Either end may go away.
            }
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream server, TaskCompletionSource lost)
    {
        var buffer = new byte[64 * 1024];
        while (await client.ReadAsync(buffer, _over.Token) is > 0 and var read)
        {
            // A whole statement: READ COMMITTED is none.
            var how = buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0 ? _next : LostCommit.None;
            if (how == LostCommit.None)
            {
                await server.WriteAsync(buffer.AsMemory(0, read), _over.Token);
                continue;
            }

            (_next, Lost, IsDown) = (LostCommit.None, Lost + 1, how == LostCommit.AnswerAndServer);
            if (how == LostCommit.Itself)
                return;

            lost.SetResult();
            await server.WriteAsync(buffer.AsMemory(0, read), _over.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _over.Token); // until it has answered
        }
    }

    /// <summary>Once a commit is lost, the next answer is its own: nobody hears it, and the connection ends.</summary>
    private async Task AnswerAsync(NetworkStream server, TcpClient client, Task lost)
    {
        var buffer = new byte[64 * 1024];
        while (await server.ReadAsync(buffer, _over.Token) is > 0 and var read)
        {
            if (!lost.IsCompleted)
            {
                await client.GetStream().WriteAsync(buffer.AsMemory(0, read), _over.Token);
                continue;
            }

            foreach (var other in _clients.Where(other => IsDown && other != client))
                other.Dispose();
            return;
        }
    }
}

/// <summary>What of a commit is lost.</summary>
public enum LostCommit
{
    None,

    /// <summary>It does not reach the server.</summary>
    Itself,

    /// <summary>The server commits, and nobody hears of it.</summary>
    Answer,

    /// <summary>The same, and the server cannot be reached afterwards.</summary>
    AnswerAndServer,
}
