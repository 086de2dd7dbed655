using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>One connection from the gateway, as a script of <see cref="RawLegacy"/> sees it.</summary>
internal sealed class RawLegacyConnection(Socket socket, ConcurrentQueue<string> heads, CancellationToken stop) : IAsyncDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    public CancellationToken Stop => stop;

    /// <summary>Request line and headers without the empty line.</summary>
    /// <exception cref="IOException">The gateway closed before the head was complete.</exception>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!EndsHead(head))
            head.Append(Encoding.Latin1.GetString((await ReadAsync(1)).Span));

        var text = head.ToString(0, head.Length - 4);
        if (!text.StartsWith("GET /socket.io/ HTTP", StringComparison.Ordinal)) // by which a gateway asks whether legacy is there: another test's scrape has all of this program's ask
            heads.Enqueue(text);
        return text;
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, stop);
        return bytes;
    }

    /// <summary>Reads and forgets <paramref name="count"/> bytes.</summary>
    public async Task SkipAsync(long count)
    {
        var buffer = new byte[256 * 1024];
        while (count > 0)
        {
            var part = (int)Math.Min(buffer.Length, count);
            await _stream.ReadExactlyAsync(buffer.AsMemory(0, part), stop);
            count -= part;
        }
    }

    /// <summary>Reads and forgets all that comes until the gateway closes or resets; how much that was.</summary>
    public async Task<long> ReadToEndAsync()
    {
        var buffer = new byte[256 * 1024];
        var total = 0L;
        try
        {
            while (await _stream.ReadAsync(buffer, stop) is > 0 and var read)
                total += read;
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return total;
    }

    public async Task WriteAsync(string latin1) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(latin1), stop);

    /// <summary>Holds the connection open until the test ends.</summary>
    public Task StayAsync() => Hang.UntilAsync(stop);

    public void Reset() => socket.Close(0);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static bool EndsHead(StringBuilder head) =>
        head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
