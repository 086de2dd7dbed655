using System.Text;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Finds where a text gives a secret a value: <c>name = value</c> in whatever notation, an element or attribute of that name, an address
/// with a password. Time grows with the text's length only: what a value covers is not looked at again.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="isSecret">Whether a name is one of a secret.</param>
internal sealed partial class SecretSpans(string text, Func<string, bool> isSecret)
{
    private const string Signs = @"=>|->|:=|(?:\|\||&&|\?\??)=|={1,3}|[:：＝]|\(|[\x00-\x08\x0B\x0E-\x1F]";

    /// <summary>With the quotes and the bracket before it.</summary>
    private const int LongestSign = 12;

    private readonly SecretValues _values = new(text);

    /// <summary>Whether there is one.</summary>
    /// <param name="isPage">Whether the text is a page or script, which quotes names for other reasons too.</param>
    public bool Any(bool isPage) => All(isPage).Any();

    /// <summary>The text of a page with something else in the place of each value.</summary>
    public string Without(string placeholder)
    {
        var (result, copied) = (new StringBuilder(), 0);
        foreach (var (start, end) in All(isPage: true).Order())
        {
            if (end <= copied)
                continue;

            if (start >= copied)
                result.Append(text, copied, start - copied).Append(placeholder);
            copied = end;
        }

        return copied == 0 ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private IEnumerable<(int Start, int End)> All(bool isPage) => Assigned()
        .Concat(SecretMarkup.In(text, isSecret))
        .Concat(SecretForms.In(text))
        .Concat(Options())
        .Concat(Held())
        .Concat(Listed(isPage))
        .Concat(CommentedList())
        .Concat(new SecretLines(text, _values.Code, isSecret).All())
        .Where(span => span.End > span.Start && !_values.IsTakenOut(span) && !IsNoValue(text.AsSpan(span.Start, span.End - span.Start)));

    private static bool IsNoValue(ReadOnlySpan<char> value) => SecretNames.IsNoValue(value) || SecretValues.IsDescription(value);

    private IEnumerable<(int Start, int End)> Assigned() => Assigned(Assignments()).Concat(Assigned(CommentedAssignments()));

    private IEnumerable<(int Start, int End)> Assigned(IEnumerable<(string Name, int After, string Separator)> assignments)
    {
        var (covered, barren) = (0, new HashSet<int>());
        foreach (var (name, after, separator) in assignments)
        {
            if (!isSecret(name))
                continue;

            var start = after + _values.Blanks(after);
            if (start < covered || start == text.Length)
                continue;

            var begin = _values.PastCasts(start);
            var span = begin > start && begin < text.Length && !barren.Contains(begin) ? _values.Assigned(begin, isSpaced: true, separator) : null;
            if (span is { } inCode)
                span = (start, text.AsSpan(inCode.End) is [var quote, ..] && inCode.Start > begin && quote == text[inCode.Start - 1] ? inCode.End + 1 : inCode.End);
            else if (begin > start)
                barren.Add(begin);

            if ((span ?? _values.Assigned(start, start > after, separator)) is not { } found)
                continue;

            covered = found.End;
            yield return found;
        }
    }

    private IEnumerable<(string Name, int After, string Separator)> Assignments() =>
        from found in Assignment().EachIn(text)
        select (found.Groups["name"].Value, found.Index + found.Length, found.Groups["separator"].Value);

    /// <summary>With a comment before the sign: <c>password /* of ana */: "…"</c>.</summary>
    private IEnumerable<(string Name, int After, string Separator)> CommentedAssignments() =>
        from found in CommentedNames()
        let sign = Separator().Match(text, found.Past, Math.Min(text.Length - found.Past, LongestSign))
        where sign.Success
        select (found.Name.Value, sign.Index + sign.Length, sign.Groups["separator"].Value);

    /// <summary>Names with comments after them, and what is past these.</summary>
    private IEnumerable<(Group Name, int Past)> CommentedNames() =>
        from found in text.Contains("/*", StringComparison.Ordinal) || text.Contains("//", StringComparison.Ordinal) ? CommentedName().EachIn(text) : []
        let comment = found.Index + found.Length - 2
        let past = _values.Code.PastComments(comment)
        where past > comment && past < text.Length
        select (found.Groups["name"], past);

    /// <summary>Of a command line: <c>--password hunter2</c>.</summary>
    private IEnumerable<(int Start, int End)> Options()
    {
        var covered = 0;
        foreach (var found in Option().EachIn(text))
        {
            var start = found.Index + found.Length;
            if (start < covered || start == text.Length || text[start] == '-' || !isSecret(found.Groups["name"].Value))
                continue;
            if (_values.Value(start, isSpaced: false, isCall: false) is not { } span)
                continue;

            covered = span.End;
            yield return span;
        }
    }

    /// <summary>As a form writes what a secret's name holds: <c>tokens[…]=true</c>.</summary>
    private IEnumerable<(int Start, int End)> Held() =>
        from found in Holder().EachIn(text)
        where isSecret(found.Groups["name"].Value)
        let value = found.Groups["value"]
        select (value.Index, value.Index + value.Length);

    /// <summary>Names in quotes with something after them, as in a call or a list; in a text also as the name of something, like a part of a form.</summary>
    private IEnumerable<(int Start, int End)> Listed(bool isPage)
    {
        var (covered, bracketed) = (0, 0);
        foreach (var found in (isPage ? QuotedInPage() : QuotedOrNaming()).EachIn(text))
        {
            var start = found.Index + found.Length;
            var isLast = found.Groups["last"].Success;
            if ((start < covered && !(isPage && isLast)) || (start == text.Length && !isLast) || !isSecret(found.Groups["name"].Value))
                continue;

            // What the last member of an object names stands before it, and may itself have been taken for a name.
            if (isPage && isLast)
            {
                yield return (_values.Code.StartOfBracketed(start - 1, bracketed), start);
                (covered, bracketed) = (Math.Max(covered, start), start);
            }
            else
            {
                covered = isPage ? _values.Code.EndOfStatement(_values.Code.PastComments(start)) : text.Length;
                yield return (isLast ? found.Index : start, covered);
            }
        }
    }

    /// <summary>With a comment after the name: <c>f("password" /* of ana */, "…")</c>.</summary>
    private IEnumerable<(int Start, int End)> CommentedList()
    {
        var covered = 0;
        foreach (var (name, past) in CommentedNames())
        {
            var isListed = past >= covered && past < text.Length - 1 && CodeText.IsQuote(text[name.Index + name.Length]) && (text[past] is ',' or ';' or '|' || CodeText.IsQuote(text[past]));
            if (!isListed || !isSecret(name.Value))
                continue;

            covered = _values.Code.EndOfStatement(_values.Code.PastComments(past + 1));
            yield return (past + 1, covered);
        }
    }

    /// <summary>What no text has is a separator too: a binary form has lengths there.</summary>
    [GeneratedRegex("""(?<name>[\w.$-]{2,})(?:\[[\w$.-]*\])*[\s+\\"'`\]]*(?<separator>""" + Signs + ")", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?<name>[\w.$-]{2,})[\s+\\"'`\]]*/[*/]""", RegexOptions.NonBacktracking)]
    private static partial Regex CommentedName();

    [GeneratedRegex("""^[\s\\"'`\]]*(?<separator>""" + Signs + ")")]
    private static partial Regex Separator();

    [GeneratedRegex("""(?:^|[\s+"'`(\[,;=])--?(?<name>[A-Za-z][\w-]+)[\s+]+""", RegexOptions.NonBacktracking)]
    private static partial Regex Option();

    [GeneratedRegex("""(?<name>[\w.-]{2,})\[(?<value>[^\[\]\r\n]+)\]\s*=""", RegexOptions.NonBacktracking)]
    private static partial Regex Holder();

    [GeneratedRegex("""["'`](?<name>[\w.-]{2,})\\*(?:["'`]?\s*[,;|]\s*|["'`]\s*["'`]|["'`]\s*(?<last>\}))""", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedInPage();

    [GeneratedRegex("""["'`](?<name>[\w.-]{2,})\\*["'`]\s*(?:[,;|)\]"'`{\[\d]|(?<last>\}))|=\s*\\*["'`]?(?<name>[\w.-]{2,})\\*["'`]?(?:\s+|&)|\b(?<last>(?:name|key|field|param|id)=)(?<name>[\w.-]{2,})|\b(?<name>[\w.-]{2,})[!?]?\\*["'`]?[\s+]+\\*["'`]""", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedOrNaming();
}
