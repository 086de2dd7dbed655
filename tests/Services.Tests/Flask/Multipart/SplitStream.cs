using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Flask.Multipart;

/// <summary>Bytes that arrive in pieces of given sizes, over and over.</summary>
internal sealed class SplitStream(ReadOnlyMemory<byte> content, params int[] sizes) : BodyStream
{
    private ReadOnlyMemory<byte> _rest = content;
    private int _reads;

    public override int Read(Span<byte> buffer)
    {
        var length = Math.Min(Math.Min(sizes[_reads++ % sizes.Length], buffer.Length), _rest.Length);
        _rest.Span[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }
}
