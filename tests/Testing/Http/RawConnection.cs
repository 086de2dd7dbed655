using System.Net;
using System.Net.Sockets;

namespace Strangler.Testing.Http;

/// <summary>A TCP connection to an HTTP server, for tests that must see each byte: nothing is normalised as HttpClient does.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly WireReader _wire;
    private Task _sending = Task.CompletedTask;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _wire = new WireReader(_stream);
    }

    public static async Task<RawConnection> OpenAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken) =>
        OpenAsync(new IPEndPoint(IPAddress.Loopback, server.Port), cancellationToken);

    /// <summary>For frames after a 101; first what came along with the answer's head: <see cref="Buffered"/>.</summary>
    public Stream Stream => _stream;

    /// <summary>Bytes that arrived behind the last answer.</summary>
    public ReadOnlyMemory<byte> Buffered => _wire.Buffered;

    public Task SendAsync(RawRequest request, CancellationToken cancellationToken) => SendAsync(request.ToBytes(), cancellationToken);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => await _stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Ends the sending direction: the server reads an end of file and can still answer.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends both directions at once with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    /// <summary>The next answer; <paramref name="method"/> is that of its request, because a HEAD has no body.</summary>
    /// <exception cref="IOException">The connection ended without an answer.</exception>
    public Task<RawResponse> ReceiveAsync(string method, CancellationToken cancellationToken) =>
        new ResponseReader(_wire, method).ReadAsync(cancellationToken);

    /// <summary>Sends and receives at the same time: a server may answer and close before it has read everything.</summary>
    public async Task<RawResponse> ExchangeAsync(RawRequest request, CancellationToken cancellationToken)
    {
        await SentAsync();
        _sending = SendAllAsync(request, cancellationToken);
        return await ReceiveAsync(request.Method, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await SentAsync();
    }

    private async Task SendAllAsync(RawRequest request, CancellationToken cancellationToken)
    {
        await SendAsync(request, cancellationToken);
        if (request.HalfClose)
            HalfClose();
    }

    /// <summary>A request that the server did not want to the end is no failure: its answer says enough.</summary>
    private async Task SentAsync()
    {
        try
        {
            await _sending;
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            _sending = Task.CompletedTask;
        }
    }
}
