using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Strangler.ShadowDiff.Model;

/// <summary>The way from a document's root to the value in hand. It becomes text only where there is something to report.</summary>
internal sealed class JsonPath
{
    /// <summary>Characters of a name that are kept: a document whose names are long must not be copied for each of its divergences.</summary>
    private const int MaxName = 128;

    /// <summary>Stands in a pattern for each entry of an object that has many.</summary>
    public const string AnyEntry = "{}";

    private readonly List<string> _segments = [];
    private readonly List<string?> _wildcards = [];

    /// <summary>Each segment as a pointer writes it.</summary>
    public ReadOnlySpan<string> Segments => CollectionsMarshal.AsSpan(_segments);

    /// <param name="name">The member's.</param>
    /// <param name="isOneOfMany">Whether it is an entry of a table rather than a member that has a meaning of its own.</param>
    public void Enter(string name, bool isOneOfMany = false)
    {
        _segments.Add(Escape(name.Length <= MaxName ? name : $"{name.AsSpan(0, MaxName)}…"));
        _wildcards.Add(isOneOfMany ? AnyEntry : null);
    }

    public void Enter(int index)
    {
        _segments.Add(index.ToString(CultureInfo.InvariantCulture));
        _wildcards.Add("*");
    }

    public void Leave()
    {
        _segments.RemoveAt(_segments.Count - 1);
        _wildcards.RemoveAt(_wildcards.Count - 1);
    }

    /// <summary>A segment's name, as it was before it became part of a path.</summary>
    public static string Unescape(string segment) => segment
        .Replace("~2", "*", StringComparison.Ordinal).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>The way that a location's path describes.</summary>
    public static JsonPath Parse(string path)
    {
        var result = new JsonPath();
        foreach (var segment in path.Split('/').Skip(1))
        {
            result._segments.Add(segment);
            result._wildcards.Add(null);
        }

        return result;
    }

    /// <summary>The ways to all that contains the value, and to the value itself.</summary>
    public IEnumerable<JsonPath> Prefixes()
    {
        for (var length = 0; length <= _segments.Count; length++)
        {
            var prefix = new JsonPath();
            prefix._segments.AddRange(_segments.Take(length));
            yield return prefix;
        }
    }

    public Location ToLocation() => new(ResponsePart.Body, Write(wildcards: false), Write(wildcards: true));

    private string Write(bool wildcards)
    {
        var text = new StringBuilder();
        for (var i = 0; i < _segments.Count; i++)
            text.Append('/').Append((wildcards ? _wildcards[i] : null) ?? _segments[i]);

        return text.ToString();
    }

    /// <summary>
    /// RFC 6901 3. A star that is a member's name is escaped too, as <c>~2</c>, since a bare one is our wildcard; and half of a
    /// surrogate pair is written as its JSON escape, since it has no UTF-8.
    /// </summary>
    private static string Escape(string name)
    {
        var escaped = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        escaped = escaped is "*" or "**" ? escaped.Replace("*", "~2", StringComparison.Ordinal) : escaped;
        return escaped.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? LoneSurrogates.Escape(escaped) : escaped;
    }
}
