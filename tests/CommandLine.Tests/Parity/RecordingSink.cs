using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Strangler.CommandLine.Parity;

namespace Strangler.CommandLine.Tests.Parity;

/// <summary>A server that understands nothing and keeps every byte: what a connection brought, until it ended.</summary>
internal sealed class RecordingSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task<string>> _connections = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public RecordingSink()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Side As(string name) => new(name, new Uri($"http://127.0.0.1:{Port}"), TimeSpan.FromSeconds(60), TimeProvider.System);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What each connection brought so far, as Latin-1; those that brought nothing are left out.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync()
    {
        var found = new List<string>();
        while (_connections.TryTake(out var connection))
            found.Add(await connection);
        return [.. found.Where(bytes => bytes.Length > 0)];
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);

                // Counted before it is answered: the client may ask for the count as soon as it has its answer.
                var bytes = new TaskCompletionSource<string>();
                _connections.Add(bytes.Task);
                _ = ReadAsync(client, bytes);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>Answers when the client has nothing more to say for the moment, then reads on: the client closes, as the answer asks it to.</summary>
    private async Task ReadAsync(TcpClient client, TaskCompletionSource<string> received)
    {
        using (client)
        {
            var (bytes, buffer, answered) = (new MemoryStream(), new byte[16 * 1024], false);
            try
            {
                while (await client.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
                {
                    bytes.Write(buffer.AsSpan(0, count));
                    if (!answered && WireRequest.IsWhole(Encoding.Latin1.GetString(bytes.ToArray())))
                    {
                        answered = true;
                        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray(), _end.Token);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // What came before the end counts.
            }

            received.SetResult(Encoding.Latin1.GetString(bytes.ToArray()));
        }
    }
}
