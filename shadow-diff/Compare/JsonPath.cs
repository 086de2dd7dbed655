using System.Text;

namespace Strangler.ShadowDiff.Compare;

/// <summary>The way from a document's root to the value in hand. It becomes text only where there is something to report.</summary>
internal sealed class JsonPath
{
    private readonly List<(string Name, bool IsIndex)> _segments = [];

    public IReadOnlyList<(string Name, bool IsIndex)> Segments => _segments;

    public void Enter(string name) => _segments.Add((name, false));

    public void Enter(int index) => _segments.Add(($"{index}", true));

    public void Leave() => _segments.RemoveAt(_segments.Count - 1);

    /// <summary>The way that a location's path describes.</summary>
    public static JsonPath Parse(string path)
    {
        var result = new JsonPath();
        foreach (var segment in path.Split('/').Skip(1))
        {
            result.Enter(segment.Replace("~2", "*", StringComparison.Ordinal).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
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
        foreach (var (name, isIndex) in _segments)
        {
            text.Append('/').Append(wildcards && isIndex ? "*" : Escape(name));
        }

        return text.ToString();
    }

    /// <summary>RFC 6901 3. A star that is a member's name is escaped too, as <c>~2</c>, since a bare one is our wildcard.</summary>
    private static string Escape(string name)
    {
        var escaped = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return escaped is "*" or "**" ? escaped.Replace("*", "~2", StringComparison.Ordinal) : escaped;
    }
}
