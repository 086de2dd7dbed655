using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;

namespace Strangler.Benchmarks;

/// <summary>
/// One connection that asks, waits for the whole answer and asks again, at once or at its next turn. Bare sockets, so that little of the machine's two cores
/// goes into the asking.
/// </summary>
internal sealed class LoadClient(Uri target, string path, TimeSpan interval)
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {target.Authority}\r\nAccept: */*\r\n\r\n");
    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>Asks until <paramref name="until"/> (a timestamp) and records each answer's time in microseconds.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 200, or the connection ended.</exception>
    public async Task RunAsync(long until, HistogramBase histogram)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(target.Host), target.Port);
        using var timer = interval > TimeSpan.Zero ? new PeriodicTimer(interval) : null;
        while (Stopwatch.GetTimestamp() is var started && started < until)
        {
            await socket.SendAsync(_request);
            await ReadAnswerAsync(socket);
            histogram.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds));
            if (timer is not null)
                await timer.WaitForNextTickAsync();
        }
    }

    private async Task ReadAnswerAsync(Socket socket)
    {
        var read = 0;
        var whole = int.MaxValue;
        while (read < whole)
        {
            var count = await socket.ReceiveAsync(_buffer.AsMemory(read));
            if (count == 0)
                throw new InvalidOperationException($"{target} closed the connection.");
            read += count;
            if (whole == int.MaxValue && _buffer.AsSpan(0, read).IndexOf(HeadEnd) is >= 0 and var head)
                whole = head + HeadEnd.Length + LengthOfBody(_buffer.AsSpan(0, head));
        }
    }

    private int LengthOfBody(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException($"{target}{path} answered {Encoding.ASCII.GetString(head[..Math.Min(head.Length, 40)])}");

        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out int length, out _)
            ? length
            : throw new InvalidOperationException($"{target}{path} answered without Content-Length.");
    }
}
