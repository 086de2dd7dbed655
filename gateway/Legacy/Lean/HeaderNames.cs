using System.Text;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>The names of headers that legacy has used, found by their bytes.</summary>
internal sealed class HeaderNames
{
    private const int Buckets = 128;

    /// <summary>Legacy uses some twenty. Who makes up more than this gets each one made anew.</summary>
    private const int Most = 256;

    private readonly HeaderName?[] _buckets = new HeaderName?[Buckets];
    private readonly Lock _lock = new();
    private int _count;

    /// <summary>The phrases beside its status codes.</summary>
    public RepeatedText Reasons { get; } = new();

    /// <summary>Null for what is no name.</summary>
    public HeaderName? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return null;
        ref var bucket = ref _buckets[((bytes.Length * 7) + (bytes[0] * 5) + bytes[^1]) % Buckets];
        for (var known = Volatile.Read(ref bucket); known is not null; known = known.Next)
        {
            if (Ascii.Equals(bytes, known.Text))
                return known;
        }

        return HeaderName.IsName(bytes) ? Add(ref bucket, Encoding.ASCII.GetString(bytes)) : null;
    }

    private HeaderName Add(ref HeaderName? bucket, string name)
    {
        lock (_lock)
        {
            var added = new HeaderName(name, bucket);
            if (_count < Most)
            {
                _count++;
                Volatile.Write(ref bucket, added);
            }

            return added;
        }
    }
}
