using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;

namespace Strangler.Benchmarks;

/// <summary>
/// A client that asks, waits for the whole answer and asks again, at once or at its next turn, over one connection as long as the server
/// keeps it. Bare sockets on a thread of its own that blocks, so that little of the machine's two cores goes into the asking.
/// </summary>
internal sealed class LoadClient(Uri target, LoadRequest request) : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Socket? _socket;

    /// <summary>Asks until <paramref name="until"/> (a timestamp), or so many times, and records each answer's time in microseconds.</summary>
    /// <param name="first">The timestamp of its first turn.</param>
    /// <param name="interval">From one turn to the next, in ticks of a timestamp; zero for at once. A turn that is missed is left out.</param>
    /// <exception cref="InvalidOperationException">An answer was not 200, or the connection ended.</exception>
    public void Run(long first, long interval, long until, int most, HistogramBase histogram)
    {
        var turn = first;
        for (var count = 0; count < most && Stopwatch.GetTimestamp() < until; count++)
        {
            if (interval > 0)
                turn = WaitFor(turn) + interval;
            var started = Stopwatch.GetTimestamp();
            Ask();
            histogram.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds));
        }

        long WaitFor(long timestamp)
        {
            var now = Stopwatch.GetTimestamp();
            while (timestamp < now)
                timestamp += interval;
            Thread.Sleep(Stopwatch.GetElapsedTime(now, timestamp));
            return timestamp;
        }
    }

    public void Dispose() => _socket?.Dispose();

    private void Ask()
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _socket.Connect(IPAddress.Parse(target.Host), target.Port);
        }

        SendAll(_socket, request.Head.Span);
        SendAll(_socket, request.Body.Span);
        if (ReadAnswer(_socket))
            return;
        _socket.Dispose();
        _socket = null;
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }

    /// <summary>True when the connection goes on.</summary>
    private bool ReadAnswer(Socket socket)
    {
        var read = 0;
        var whole = int.MaxValue;
        var goesOn = true;
        while (read < whole)
        {
            var count = socket.Receive(_buffer.AsSpan(whole == int.MaxValue ? read : 0)); // of a body only its length counts
            if (count == 0)
                throw new InvalidOperationException($"{target} closed the connection.");
            read += count;
            if (whole == int.MaxValue && _buffer.AsSpan(0, read).IndexOf(HeadEnd) is >= 0 and var head)
            {
                whole = head + HeadEnd.Length + LengthOfBody(_buffer.AsSpan(0, head));
                goesOn = _buffer.AsSpan(0, head).IndexOf("onnection: close"u8) < 0;
            }
        }

        return goesOn;
    }

    private int LengthOfBody(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException($"{target} answered {Encoding.ASCII.GetString(head[..Math.Min(head.Length, 40)])}");

        // HAProxy writes the names of headers in small letters.
        var at = head.IndexOf("Content-Length: "u8) is >= 0 and var found ? found : head.IndexOf("content-length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out int length, out _)
            ? length
            : throw new InvalidOperationException($"{target} answered without Content-Length.");
    }
}
