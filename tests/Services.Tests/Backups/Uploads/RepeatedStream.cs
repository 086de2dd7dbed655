using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>A head, the same piece many times, and a tail: large content that is never in memory.</summary>
internal sealed class RepeatedStream(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> piece, int times, ReadOnlyMemory<byte> tail) : BodyStream
{
    private ReadOnlyMemory<byte> _rest = head;
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        if (_rest.IsEmpty && _next <= times)
            _rest = _next++ < times ? piece : tail;
        var length = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }
}
