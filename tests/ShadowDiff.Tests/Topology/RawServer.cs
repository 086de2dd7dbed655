using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>A server that does with each connection what the test says: answer, hang, trickle or reset.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, string, CancellationToken, Task> _serve;
    private readonly List<string> _requests = [];
    private readonly Task _loop;

    /// <param name="serve">Is given the request's head, up to its empty line.</param>
    public RawServer(Func<Socket, string, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _loop = AcceptAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static RawServer Answering(string response) => new(async (socket, _, token) =>
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(response), token);
        socket.Shutdown(SocketShutdown.Both);
    });

    public async ValueTask DisposeAsync()
    {
        if (_loop.IsCompleted)
            return;

        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped: disposed in the middle of a wait, or an invalid operation between two.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var head = await ReadHeadAsync(socket);
                lock (_requests)
                {
                    _requests.Add(head);
                }

                await _serve(socket, head, _stop.Token);
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException)
            {
            }
        }
    }

    private async Task<string> ReadHeadAsync(Socket socket)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, _stop.Token);
            if (count == 0)
                break;

            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return head.ToString();
    }
}
