using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Strangler.Benchmarks.Sockets;

/// <summary>A client of Socket.IO or of the hub on a bare socket: answers heartbeats and counts what comes, with as little work as that takes.</summary>
internal sealed class LoadSocket(bool isEngine, HeardEvents heard) : IDisposable
{
    private const byte Text = 0x81;
    private const byte Close = 0x88;
    private const byte Ping = 0x89;
    private const byte Pong = 0x8A;

    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[4096];
    private int _count;
    private volatile bool _isDisposed;

    public HeardEvents Heard => heard;

    /// <summary>Who closed it and how; null while it is open, or when its owner disposed of it.</summary>
    public string? End { get; private set; }

    public bool IsClosed => End is not null;

    /// <summary>When it was opened (a timestamp).</summary>
    public long Opened { get; } = Stopwatch.GetTimestamp();

    /// <summary>When the server said anything last, be it a heartbeat (a timestamp).</summary>
    public long LastHeard { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>Whether modern said that it serves it, where a gateway says who does.</summary>
    public bool IsModern { get; private set; }

    /// <param name="from">The client's address; null: the system's choice.</param>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public static async Task<LoadSocket> OpenAsync(Uri server, bool isEngine, HeardEvents heard, IPAddress? from = null)
    {
        var client = new LoadSocket(isEngine, heard);
        try
        {
            if (from is not null)
                client._socket.Bind(new IPEndPoint(from, 0));
            await client.ShakeHandsAsync(server, isEngine);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Reads until either side ends it.</summary>
    public async Task ReadAsync()
    {
        try
        {
            do
                TakeFrames();
            while (!IsClosed && await ReceiveAsync());
            EndedBy($"{Kind}: the server ended the connection without a word");
        }
        catch (SocketException ex)
        {
            EndedBy($"{Kind}: the connection broke, {ex.SocketErrorCode}");
        }
        catch (Exception ex) when (ex is ObjectDisposedException or InvalidOperationException)
        {
            EndedBy($"{Kind}: the load generator, {ex.Message}");
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _socket.Dispose();
    }

    private async Task ShakeHandsAsync(Uri server, bool isEngine)
    {
        var path = isEngine ? "/socket.io/?EIO=4&transport=websocket" : "/ws";
        await _socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        int end;
        while ((end = _buffer.AsSpan(0, _count).IndexOf(HeadEnd)) < 0)
        {
            if (!await ReceiveAsync())
                throw new InvalidOperationException($"{server} closed the connection.");
        }

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 101"u8))
            throw new InvalidOperationException($"{server} answered {Encoding.ASCII.GetString(_buffer, 0, end)}");
        IsModern = _buffer.AsSpan(0, end).IndexOf("X-Served-By: modern"u8) > 0;
        Drop(end + HeadEnd.Length);
        if (isEngine)
            Send(Text, "40"u8);
    }

    private async ValueTask<bool> ReceiveAsync()
    {
        if (_count == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_count));
        _count += received;
        LastHeard = Stopwatch.GetTimestamp();
        return received > 0;
    }

    private void TakeFrames()
    {
        var at = 0;
        while (LengthOfFrame(_buffer.AsSpan(at, _count - at), out var head) is var length && length > 0 && at + length <= _count)
        {
            Take(_buffer[at], _buffer.AsSpan(at + head, length - head));
            at += length;
        }

        Drop(at);
    }

    /// <summary>0 while it is not known.</summary>
    private static int LengthOfFrame(ReadOnlySpan<byte> bytes, out int head)
    {
        head = 2;
        if (bytes.Length < 4)
            return bytes.Length >= 2 && bytes[1] < 126 ? 2 + bytes[1] : 0;
        if (bytes[1] < 126)
            return 2 + bytes[1];
        head = 4;
        return bytes[1] == 126 ? 4 + (bytes[2] << 8) + bytes[3] : throw new InvalidOperationException("A message of more than 64 KiB.");
    }

    private void Take(byte first, ReadOnlySpan<byte> payload)
    {
        if (first == Close)
            EndedBy($"{Kind}: the server, {Goodbye(payload)}");
        else if (first == Ping)
            Send(Pong, payload);
        else if (payload.SequenceEqual("2"u8))
            Send(Text, "3"u8);
        else
            Heard.Take(payload);
    }

    private void EndedBy(string end) => End ??= _isDisposed ? null : end;

    private string Kind => isEngine ? "Socket.IO" : "the hub";

    /// <summary>The code and reason of a close frame.</summary>
    private static string Goodbye(ReadOnlySpan<byte> payload) =>
        payload.Length < 2 ? "no code" : $"{BinaryPrimitives.ReadUInt16BigEndian(payload)} {Encoding.UTF8.GetString(payload[2..])}".TrimEnd();

    private void Drop(int count)
    {
        _count -= count;
        if (count > 0)
            _buffer.AsSpan(count, _count).CopyTo(_buffer);
    }

    /// <summary>A short frame, masked with a key of zeros.</summary>
    private void Send(byte first, ReadOnlySpan<byte> payload) => _socket.Send([first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);
}
