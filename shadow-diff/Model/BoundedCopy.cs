namespace Strangler.ShadowDiff.Model;

/// <summary>The copy of a body that streams by: it keeps at most <c>limit</c> bytes, and nothing at all once there are more.</summary>
internal sealed class BoundedCopy(int limit)
{
    private byte[] _bytes = [];

    /// <summary>Bytes seen, kept or not.</summary>
    public long Length { get; private set; }

    public bool IsOversize => Length > limit;

    public void Append(ReadOnlySpan<byte> chunk)
    {
        var start = Length;
        Length += chunk.Length;
        if (IsOversize)
        {
            _bytes = [];
            return;
        }

        if (_bytes.Length < Length)
            Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(Length, 2L * _bytes.Length)));

        chunk.CopyTo(_bytes.AsSpan((int)start));
    }

    /// <summary>Counts bytes that pass where they can't be seen, and so can't be kept.</summary>
    public void Skip(long count)
    {
        Length = Math.Max(Length + count, limit + 1L);
        _bytes = [];
    }

    public byte[] ToArray() => IsOversize ? [] : _bytes.AsSpan(0, (int)Length).ToArray();
}
