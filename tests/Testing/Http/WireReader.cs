using System.Text;

namespace Strangler.Testing.Http;

/// <summary>Reads lines and counted bytes from a connection; what was read too far stays for the next call.</summary>
internal sealed class WireReader(Stream stream)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Bytes that arrived already and were not asked for yet.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    /// <summary>The next line without its line end; null when the connection ends before one is complete.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        for (var searched = 0; ; searched = _end - _start, await FillAsync(cancellationToken))
        {
            var feed = Buffered.Span[searched..].IndexOf((byte)'\n');
            if (feed >= 0)
                return Encoding.Latin1.GetString(Take(searched + feed + 1).Span).TrimEnd('\n').TrimEnd('\r');

            if (_ended)
                return null;
        }
    }

    /// <summary>True when the next bytes are <paramref name="prefix"/>; nothing is taken.</summary>
    public async Task<bool> StartsWithAsync(ReadOnlyMemory<byte> prefix, CancellationToken cancellationToken)
    {
        while (Buffered.Length < prefix.Length && prefix.Span.StartsWith(Buffered.Span) && !_ended)
            await FillAsync(cancellationToken);

        return Buffered.Span.StartsWith(prefix.Span);
    }

    /// <summary>Exactly <paramref name="count"/> bytes, fewer when the connection ends.</summary>
    public async Task<byte[]> ReadAsync(long count, CancellationToken cancellationToken)
    {
        while (Buffered.Length < count && !_ended)
            await FillAsync(cancellationToken);

        return Take((int)Math.Min(count, Buffered.Length)).ToArray();
    }

    public Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken) => ReadAsync(long.MaxValue, cancellationToken);

    private ReadOnlyMemory<byte> Take(int count)
    {
        var taken = _buffer.AsMemory(_start, count);
        _start += count;
        return taken;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Buffered.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);

        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _ended = read == 0;
            _end += read;
        }
        catch (IOException)
        {
            // A server that closes with unread request bytes resets the connection; what arrived before counts.
            _ended = true;
        }
    }
}
