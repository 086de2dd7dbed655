using System.Net;
using System.Net.Sockets;

namespace Strangler.Benchmarks;

/// <summary>A legacy that is out of order: it hangs, resets each connection, or sends its answer a byte at a time.</summary>
internal sealed class FaultyServer : IDisposable
{
    public static readonly string[] Faults = ["hang", "reset", "trickle"];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _fault;

    public FaultyServer(string fault)
    {
        _fault = fault;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await socket.ReceiveAsync(new byte[16 * 1024]);
                await FailAsync(socket);
            }
            catch (SocketException)
            {
                // The mirror has given up.
            }
        }
    }

    private async Task FailAsync(Socket socket)
    {
        switch (_fault)
        {
            case "reset":
                socket.LingerState = new LingerOption(true, 0);
                break;
            case "trickle":
                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"u8.ToArray());
                for (var i = 0; i < 1000; i++)
                {
                    await socket.SendAsync(" "u8.ToArray());
                    await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
                }

                break;
            default:
                await socket.ReceiveAsync(new byte[1]); // until the mirror closes the connection
                break;
        }
    }
}
