using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Finds the texts in quotes that stand on a line of code with a secret's name, whatever the language puts between them: a type, a call, another name
/// (<c>var password string = "…"</c>, <c>getElementById("password").value = "…"</c>). A line goes on while a bracket is open; a long one, as tools write
/// them, is looked at statement by statement, without those within it.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="code">The same, read as code.</param>
/// <param name="isSecret">Whether a name is one of a secret.</param>
internal sealed partial class SecretLines(string text, CodeText code, Func<string, bool> isSecret)
{
    /// <summary>People write shorter ones.</summary>
    private const int LongestLine = 400;

    /// <summary>What an open bracket or quote may join: one that is never closed is none of code.</summary>
    private const int LongestJoined = 2000;

    private const int LongestName = 200;

    private readonly List<(int Start, int End)> _literals = [];
    private readonly NextOf _lineEnd = new("\n");

    /// <summary>In their order. Nothing is looked at more than a few times.</summary>
    public IEnumerable<(int Start, int End)> All()
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Read(start);
            if (_literals.Count > 0 && Sign().IsMatch(text.AsSpan(start, end - start)))
            {
                foreach (var value in Values(start, end))
                    yield return value;
            }

            start = end + 1;
        }
    }

    /// <summary>Collects the texts in quotes of a line, and returns where it ends. What a tag's attributes hold is told by the markup.</summary>
    private int Read(int start)
    {
        _literals.Clear();
        var (depth, isTag) = (0, false);
        for (var at = start; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\n' && (depth <= 0 || at - start > LongestJoined))
                return at;

            if (CodeText.IsQuote(c) && Literal(at) is { } literal)
            {
                if (!isTag)
                    _literals.Add(literal);
                at = literal.End;
                continue;
            }

            isTag = c != '>' && (isTag || (c == '<' && at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!')));
            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
        }

        return text.Length;
    }

    /// <summary>What stands in the quotes that open there; null where that is an apostrophe, or there is no end to it.</summary>
    private (int Start, int End)? Literal(int quote)
    {
        if (quote > 0 && char.IsLetterOrDigit(text[quote - 1]) && !Prefix().IsMatch(text.AsSpan(Math.Max(0, quote - 4), Math.Min(4, quote))))
            return null;

        var escapes = 0;
        while (quote - escapes > 0 && text[quote - escapes - 1] == '\\')
            escapes++;
        var rest = text.AsSpan(quote + 1, Math.Min(text.Length - quote - 1, LongestJoined));
        var one = text.AsSpan(quote - escapes, escapes + 1);
        if (rest.StartsWith(one) && rest[one.Length..].StartsWith(one))
            return rest[(2 * one.Length)..].IndexOf(one) is >= 0 and var length ? (quote + 1 + (2 * one.Length), quote + 1 + (2 * one.Length) + length) : null;

        var limit = text[quote] == '`' ? quote + 1 + rest.Length : _lineEnd.Next(text, quote) is >= 0 and var lineEnd ? lineEnd : text.Length;
        return code.EndOfQuoted(quote, escapes, limit) is var end && end < limit ? (quote + 1, end) : null;
    }

    private List<(int Start, int End)> Values(int start, int end)
    {
        var found = new List<(int, int)>();
        var (from, first, isLong, depth) = (start, 0, end - start > LongestLine, 0);
        for (int at = start, next = 0; at <= end; at++)
        {
            if (next < _literals.Count && _literals[next].Start == at)
                at = _literals[next++].End;
            if (at < end)
            {
                depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
                if (isLong ? text[at] is not (';' or ',' or '{' or '}') : text[at] != ';' || depth > 0)
                    continue;
            }

            var literals = _literals[first..next];
            if (literals.Exists(IsName) || (literals.Count > 0 && NamesSecret(from, Math.Min(at, end), literals)))
                found.AddRange(literals.Where(IsValue));
            (from, first) = (at + 1, next);
        }

        return found;
    }

    private bool IsName((int Start, int End) literal) => literal.End - literal.Start is >= 2 and <= LongestName && !Read(literal).ContainsAny(" \t\r\n") && isSecret(Read(literal).ToString());

    private bool IsValue((int Start, int End) literal) => HasLetter(Read(literal)) && !IsName(literal);

    private ReadOnlySpan<char> Read((int Start, int End) literal) => text.AsSpan(literal.Start, literal.End - literal.Start);

    /// <summary>Outside of the quotes.</summary>
    private bool NamesSecret(int start, int end, List<(int Start, int End)> literals)
    {
        for (int at = start, next = 0; at < end; at++)
        {
            if (next < literals.Count && literals[next].Start == at)
                at = literals[next++].End;

            var from = at;
            while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-'))
                at++;
            if (at - from is >= 2 and <= LongestName && isSecret(text[from..at]))
                return true;
        }

        return false;
    }

    private static bool HasLetter(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (char.IsLetterOrDigit(c))
                return true;
        }

        return false;
    }

    /// <summary>What code has, and prose and JSON have not.</summary>
    [GeneratedRegex(@"=|<-|<<|\w[({]|\s-[a-z]|\b(?:select|declare|pragma|dim)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sign();

    /// <summary>Letters that say what kind of text follows.</summary>
    [GeneratedRegex("(?:^|[^A-Za-z0-9_])(?i:[rbfulne]|[rb][rbf]|u8)$")]
    private static partial Regex Prefix();
}
