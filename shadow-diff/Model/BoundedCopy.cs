namespace Strangler.ShadowDiff.Model;

/// <summary>The copy of a body that streams by: it keeps at most <c>limit</c> bytes, and nothing at all where there are more.</summary>
/// <param name="limit">Bytes.</param>
/// <param name="declared">How long the body says that it is, asked when it begins; null where it does not say. So nothing is copied of one that is too long, and another one once.</param>
internal sealed class BoundedCopy(int limit, Func<long?>? declared = null)
{
    private byte[] _bytes = [];
    private bool _isTooLong;

    /// <summary>Bytes seen, kept or not.</summary>
    public long Length { get; private set; }

    public bool IsOversize => _isTooLong || Length > limit;

    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (Length == 0 && declared?.Invoke() is { } size)
            Expect(size);

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

    private void Expect(long size)
    {
        _isTooLong = size > limit;
        if (!_isTooLong && size > _bytes.Length)
            _bytes = new byte[size];
    }
}
