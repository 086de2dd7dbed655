using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;

namespace Strangler.Benchmarks;

/// <summary>
/// A client that asks, waits for the whole answer and asks again, at once or at its next turn, over one connection as long as the server
/// keeps it. Bare sockets, so that little of the machine's two cores goes into the asking.
/// </summary>
/// <param name="interval">From one request to the next; zero for at once.</param>
internal sealed class LoadClient(Uri target, LoadRequest request, TimeSpan interval) : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Socket? _socket;

    /// <summary>Asks until <paramref name="until"/> (a timestamp), or so many times, and records each answer's time in microseconds.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 200, or the connection ended.</exception>
    public async Task RunAsync(long until, int most, HistogramBase histogram)
    {
        using var timer = interval > TimeSpan.Zero ? new PeriodicTimer(interval) : null;
        for (var count = 0; count < most && Stopwatch.GetTimestamp() is var started && started < until; count++)
        {
            await AskAsync();
            histogram.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds));
            if (timer is not null)
                await timer.WaitForNextTickAsync();
        }
    }

    public void Dispose() => _socket?.Dispose();

    private async Task AskAsync()
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(IPAddress.Parse(target.Host), target.Port);
        }

        await _socket.SendAsync(request.Head);
        if (request.Body.Length > 0)
            await SendAllAsync(_socket, request.Body);
        if (await ReadAnswerAsync(_socket))
            return;
        _socket.Dispose();
        _socket = null;
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>True when the connection goes on.</summary>
    private async Task<bool> ReadAnswerAsync(Socket socket)
    {
        var read = 0;
        var whole = int.MaxValue;
        var goesOn = true;
        while (read < whole)
        {
            var count = await socket.ReceiveAsync(_buffer.AsMemory(read));
            if (count == 0)
                throw new InvalidOperationException($"{target} closed the connection.");
            read += count;
            if (whole == int.MaxValue && _buffer.AsSpan(0, read).IndexOf(HeadEnd) is >= 0 and var head)
            {
                whole = head + HeadEnd.Length + LengthOfBody(_buffer.AsSpan(0, head));
                goesOn = _buffer.AsSpan(0, head).IndexOf("Connection: close"u8) < 0;
            }
        }

        return goesOn;
    }

    private int LengthOfBody(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException($"{target} answered {Encoding.ASCII.GetString(head[..Math.Min(head.Length, 40)])}");

        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out int length, out _)
            ? length
            : throw new InvalidOperationException($"{target} answered without Content-Length.");
    }
}
