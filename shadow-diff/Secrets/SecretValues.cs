using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>Where a value begins and ends that a secret's name is given: in quotes, in brackets, a word, the rest of a line, an expression in Code.</summary>
/// <param name="text">The text.</param>
internal sealed partial class SecretValues(string text)
{
    /// <summary>Ends of an unquoted value, of its line's rest where blanks may belong to it.</summary>
    private const string EndsOfLine = "\r\n\"'<>";
    private const string EndsOfWord = EndsOfLine + " \t`&#";

    private const string AfterPlaceholder = EndsOfWord + @"@\?;],)}";

    private const int LongestCast = 80;

    /// <summary>The same text, read as Code.</summary>
    public CodeText Code { get; } = new(text);

    /// <summary>Whether it is no value but tells how one is.</summary>
    public static bool IsDescription(ReadOnlySpan<char> value) => Literal().IsMatch(value);

    /// <summary>The value that is given there.</summary>
    /// <param name="start">Where it may begin.</param>
    /// <param name="isSpaced">Whether blanks may belong to it.</param>
    /// <param name="separator">What stands between it and its name.</param>
    public (int Start, int End)? Assigned(int start, bool isSpaced, string separator) =>
        Value(start, isSpaced || separator is ":" or "：" or "->", isCall: separator == "(") is { } span
            ? WithOperands(start, span, isComparison: separator is "==" or "===")
            : null;

    /// <summary>The same, without what an operator joins to it.</summary>
    public (int Start, int End)? Value(int start, bool isSpaced, bool isCall)
    {
        var escapes = text.AsSpan(start).IndexOfAnyExcept('\\') is var count and >= 0 ? count : 0;
        return start + escapes is var at && CodeText.IsQuote(text[at]) ? Quoted(at, escapes)
            : isCall ? null
            : text[start] is '{' or '[' or '(' && !IsTakenOut((start, text.Length)) ? (start, Code.EndOfBracketed(start))
            : Unquoted(start, isSpaced);
    }

    /// <summary>Whether nothing is left of the value but what stands for it.</summary>
    public bool IsTakenOut((int Start, int End) span)
    {
        var rest = text.AsSpan(span.Start);
        return rest.StartsWith(SecretNames.Placeholder) && (rest[SecretNames.Placeholder.Length..] is not [var next, ..] || AfterPlaceholder.Contains(next, StringComparison.Ordinal));
    }

    /// <summary>After comments, and casts of what stands in quotes or brackets: <c>&lt;string&gt;"…"</c>, <c>(string)"…"</c>.</summary>
    public int PastCasts(int start)
    {
        var at = Code.PastComments(start);
        while (at < text.Length && text[at] is '<' or '(' && !IsTakenOut((at, text.Length)))
        {
            var length = Cast().Match(text, at, Math.Min(text.Length - at, LongestCast)).Length;
            var next = Code.PastComments(at + length);
            if (length == 0 || next == text.Length || !(text[next] is '<' or '(' || CodeText.IsQuote(text[next])))
                return at;

            at = next;
        }

        return at;
    }

    /// <summary>A form writes a blank as a plus.</summary>
    public int Blanks(int start) => text.AsSpan(start).IndexOfAnyExcept("+ \t\r\n") is var found and >= 0 ? found : text.Length - start;

    /// <summary>
    /// With all that makes up the value in code: <c>"" + "…"</c>, <c>a ? "…" : ""</c>, <c>decode("…")</c>. An unquoted value ends at a quote,
    /// which begins an operand where an operator or a bracket stands before it; else it goes on where an operator follows. What is
    /// compared is the first operand alone.
    /// </summary>
    private (int Start, int End) WithOperands(int start, (int Start, int End) span, bool isComparison)
    {
        var isQuoted = span.Start > start;
        var goesOn = isQuoted || text[start] is '{' or '[' or '('
            ? !isComparison && Code.IsJoined(Math.Min(isQuoted ? span.End + 1 : span.End, text.Length))
            : span.End < text.Length && GoesOn(start, span.End);
        return goesOn ? (start, Math.Max(span.End, Code.EndOfExpression(start))) : span;
    }

    /// <summary>Whether an unquoted value goes on at the quote or the line's end that it seemed to end at.</summary>
    private bool GoesOn(int start, int end)
    {
        var code = text.AsSpan(start, end - start);
        return CodeText.IsQuote(text[end])
            ? text[end] == '`' || CodeText.IsBeforeOperand(code) || CodeText.IsBeforeOperand(Code.WithoutComment(start, end))
            : text[end] is '\r' or '\n'
                && (CodeText.EndsInOperator(code) || CodeText.EndsInOperator(Code.WithoutComment(start, end)) || Code.OperatorAt(Code.PastComments(end)) > 0);
    }

    /// <summary>A bracket in quotes is what a parser did not expect.</summary>
    private (int Start, int End)? Quoted(int quote, int escapes)
    {
        var (start, end) = (quote + 1, Code.EndOfQuoted(quote, escapes));
        return end - start == 1 && !char.IsLetterOrDigit(text[start]) ? null : (start, end);
    }

    private (int Start, int End)? Unquoted(int start, bool isSpaced)
    {
        var end = End(start, isSpaced ? EndsOfLine : EndsOfWord);
        if (!isSpaced && Scheme().IsMatch(text.AsSpan(start, end - start)) && end < text.Length && text[end] == ' ')
            end = End(end + Blanks(end), EndsOfWord);

        var value = text.AsSpan(start, end - start).Trim(" ,;)}]\\");
        return value.IsEmpty || IsDescription(value) ? null : (start, end);
    }

    private int End(int start, string ends) => text.AsSpan(start).IndexOfAny(ends) is var found and >= 0 ? start + found : text.Length;

    [GeneratedRegex(@"^(?:<[\w.,|<> $\[\]]+>|\([\w.:|<> $\[\]]+\))")]
    private static partial Regex Cast();

    /// <summary>
    /// What is no value but tells how one is (<c>password: required</c>), and what comes after it in a list: <c>withCredentials: true, timeout: 8</c>. A
    /// closed list, of words that no one may count on as a password.
    /// </summary>
    [GeneratedRegex("^(?:null|true|false|[Nn]one|nil|undefined|0|(?i:ok|enabled|disabled|pending|required|optional|missing|invalid|expired|revoked|closed|failed|denied|unknown|empty|accepted|rejected|include|omit|same-origin|md5|sha(?:1|256|384|512)))(?:$|[,;)}\\]])")]
    private static partial Regex Literal();

    /// <summary>A scheme of authentication (RFC 9110 11.1): the value is the word after it.</summary>
    [GeneratedRegex("^(?:basic|bearer|digest|negotiate|ntlm|token|apikey)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
