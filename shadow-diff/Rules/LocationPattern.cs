using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>
/// A location with wildcards, in the notation that reports show: <c>body /files/*/name</c>. In a body's path <c>*</c> stands for
/// one segment, <c>{job_id}</c> for one of that form (<see cref="NamedPatterns"/>) and <c>**</c> for any number of them; <c>**</c> alone is every location.
/// </summary>
internal sealed class LocationPattern
{
    private readonly string _text;
    private readonly ResponsePart? _part;
    private readonly string _path;
    private readonly string[] _segments;
    private readonly Lazy<Regex>?[] _forms;

    private LocationPattern(string text, ResponsePart? part, string path)
    {
        _text = text;
        _part = part;
        _path = path;
        _segments = part == ResponsePart.Body ? Split(path) : [];
        _forms = [.. _segments.Select(segment => segment is ['{', _, .., '}'] ? WholeValue.Matching(NamedPatterns.Expand(segment)) : null)];
    }

    /// <summary>Whether values stand there, as they do in headers and bodies.</summary>
    public bool IsValue => IsBody || _part == ResponsePart.Header;

    public bool IsBody => _part == ResponsePart.Body;

    /// <summary>Null when the text is no location; <paramref name="error"/> then says what one looks like.</summary>
    public static LocationPattern? TryParse(string text, out string? error)
    {
        error = null;
        var (word, path) = text.Split(' ', 2) is [var first, var rest] ? (first, rest.Trim()) : (text, "");
        switch (word)
        {
            case "**" when path.Length == 0:
                return new(text, null, "");
            case "status" when path.Length == 0:
                return new(text, ResponsePart.Status, "");
            case "reason" when path.Length == 0:
                return new(text, ResponsePart.Reason, "");
            case "header" when path.Length > 0 && !path.Contains(' ', StringComparison.Ordinal):
                return new(text, ResponsePart.Header, path);
            case "body" when path.Length == 0 || path[0] == '/':
                return Body(text, path, out error);
            default:
                error = $"\"{text}\" is no location; write \"status\", \"reason\", \"header <name>\", \"body\", \"body /path/*/name\", or \"**\" for all of these";
                return null;
        }
    }

    private static LocationPattern? Body(string text, string path, out string? error)
    {
        error = null;
        try
        {
            return new(text, ResponsePart.Body, path);
        }
        catch (ArgumentException ex)
        {
            error = ex.Message;
            return null;
        }
    }

    public bool Matches(Location location) => MatchesPart(location) && (_part != ResponsePart.Body || Matches(0, Split(location.Path)));

    public bool Matches(Difference difference) => MatchesPart(difference.At) && (_part != ResponsePart.Body || Matches(0, difference.Segments));

    public bool Matches(JsonPath path) => _part == ResponsePart.Body && Matches(0, path.Segments);

    public override string ToString() => _text;

    private static string[] Split(string path) => path.Length == 0 ? [] : path[1..].Split('/');

    private bool MatchesPart(Location location) => _part is null
        || (location.Part == _part && (_part != ResponsePart.Header || string.Equals(location.Path, _path, StringComparison.OrdinalIgnoreCase)));

    private bool Matches(int at, ReadOnlySpan<string> path)
    {
        if (at == _segments.Length)
            return path.IsEmpty;

        return _segments[at] == "**"
            ? Matches(at + 1, path) || (!path.IsEmpty && Matches(at, path[1..]))
            : !path.IsEmpty && (_segments[at] is "*" or JsonPath.AnyEntry || (_forms[at]?.Value.IsMatch(path[0]) ?? _segments[at] == path[0])) && Matches(at + 1, path[1..]);
    }
}
