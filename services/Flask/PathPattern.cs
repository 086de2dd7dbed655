namespace Strangler.Services.Flask;

/// <summary>
/// A module's pattern as Flask matches it (contract 3.3): case-sensitive, a trailing slash counts, a parameter is one segment that is not
/// empty. ASP.NET Core's routing is laxer; it finds the candidates and this decides.
/// </summary>
public sealed class PathPattern
{
    private readonly string _prefix;
    private readonly Tail _tail;

    private PathPattern(string prefix, Tail tail) => (_prefix, _tail) = (prefix, tail);

    private enum Tail
    {
        Nothing,
        Segment,
        Anything,
    }

    /// <summary>Reads a pattern of ASP.NET Core's routing.</summary>
    /// <param name="pattern"><c>/api/status</c>, <c>/api/perf/{job_id}</c> or <c>/{**path}</c>.</param>
    /// <exception cref="NotSupportedException">A parameter stands elsewhere than at the end, or is of another kind.</exception>
    public static PathPattern Parse(string pattern)
    {
        var brace = pattern.IndexOf('{');
        if (brace < 0)
            return new(pattern, Tail.Nothing);

        var isLast = brace > 0 && pattern[brace - 1] == '/' && pattern.IndexOf('}') == pattern.Length - 1;
        if (!isLast || pattern.AsSpan(brace).ContainsAny(':', '=', '?'))
            throw new NotSupportedException($"The pattern '{pattern}' has more than one parameter or catch-all at its end.");
        return new(pattern[..brace], pattern[brace + 1] == '*' ? Tail.Anything : Tail.Segment);
    }

    /// <summary>Whether Flask gives the path to the rule of this pattern.</summary>
    /// <param name="path">The path that Flask sees, a <see cref="RoutedPath"/>.</param>
    public bool Matches(string path) => _tail switch
    {
        Tail.Nothing => path == _prefix,
        Tail.Segment => path.Length > _prefix.Length && HasPrefix(path) && !path.AsSpan(_prefix.Length).Contains('/'),
        _ => HasPrefix(path),
    };

    private bool HasPrefix(string path) => path.StartsWith(_prefix, StringComparison.Ordinal);
}
