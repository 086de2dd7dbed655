namespace Strangler.Services.Flask.Files;

/// <summary>
/// The tags of an <c>If-Match</c>, <c>If-None-Match</c> or <c>If-Range</c> header, read as generously as Werkzeug does: quotes may be
/// missing, and anything up to the next comma is a tag.
/// </summary>
internal sealed class EntityTags
{
    private readonly HashSet<string> _strong = new(StringComparer.Ordinal);
    private readonly HashSet<string> _weak = new(StringComparer.Ordinal);

    public bool IsEmpty => !HasStar && _strong.Count == 0 && _weak.Count == 0;

    private bool HasStar { get; set; }

    public static EntityTags Parse(string header)
    {
        var tags = new EntityTags();
        for (var rest = header.AsSpan(); !rest.IsEmpty && !tags.HasStar;)
            rest = tags.Take(rest);
        return tags;
    }

    /// <summary>Whether a strong tag is this one; to Werkzeug <c>*</c> is none.</summary>
    public bool HasStrong(string tag) => _strong.Contains(tag);

    public bool Contains(string tag) => HasStar || _strong.Contains(tag);

    public bool ContainsWeak(string tag) => Contains(tag) || _weak.Contains(tag);

    /// <summary>Reads one tag and the comma after it.</summary>
    private ReadOnlySpan<char> Take(ReadOnlySpan<char> text)
    {
        var isWeak = text.StartsWith("W/", StringComparison.OrdinalIgnoreCase);
        var tag = isWeak ? text[2..] : text;
        var end = QuotedEnd(tag);
        var isQuoted = end > 0;
        if (!isQuoted)
            end = tag.IndexOf(',') is >= 0 and var comma ? comma : tag.Length;
        var value = isQuoted ? tag[1..end] : tag[..end].TrimEnd();
        if (value is "*" && !isQuoted)
            HasStar = true;
        else
            (isWeak ? _weak : _strong).Add(value.ToString());
        var rest = tag[(isQuoted ? end + 1 : end)..].TrimStart();
        return rest.IsEmpty ? rest : rest[1..].TrimStart();
    }

    /// <summary>Index of the quote that ends the tag: the first that a comma or nothing follows. 0 for a tag without quotes.</summary>
    private static int QuotedEnd(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '"')
            return 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"' && text[(i + 1)..].TrimStart() is ([] or [',', ..]))
                return i;
        }

        return 0;
    }
}
