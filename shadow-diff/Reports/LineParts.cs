namespace Strangler.ShadowDiff.Reports;

/// <summary>A line, cut where another one parts from it and comes together with it again.</summary>
/// <param name="Head">As in the other.</param>
/// <param name="Differing">Empty where the other has something more.</param>
/// <param name="Tail">As in the other.</param>
internal readonly record struct LineParts(string Head, string Differing, string Tail)
{
    public static LineParts Of(string line, string other)
    {
        var (longest, head, tail) = (Math.Min(line.Length, other.Length), line.AsSpan().CommonPrefixLength(other), 0);
        while (tail < longest - head && line[^(tail + 1)] == other[^(tail + 1)])
            tail++;

        // Never within a character.
        head -= head > 0 && char.IsHighSurrogate(line[head - 1]) ? 1 : 0;
        tail -= tail > 0 && char.IsLowSurrogate(line[^tail]) ? 1 : 0;
        return new(line[..head], line[head..^tail], line[^tail..]);
    }
}
