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
    private const string Quotes = "\"'`";

    /// <summary>Ends of an unquoted value, of its line's rest where blanks may belong to it.</summary>
    private const string EndsOfLine = "\r\n\"'<>";
    private const string EndsOfWord = EndsOfLine + " \t`&#";

    /// <summary>Of a word and the letter after it.</summary>
    private const int LongestOperator = 7;

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
        .Where(span => span.End > span.Start && !IsTakenOut(span) && !SecretNames.IsNoValue(text.AsSpan(span.Start, span.End - span.Start)));

    private IEnumerable<(int Start, int End)> Assigned()
    {
        var covered = 0;
        foreach (var found in Assignment().EachIn(text))
        {
            if (!isSecret(found.Groups["name"].Value))
                continue;

            var after = found.Index + found.Length;
            var start = after + Blanks(after);
            if (start < covered || start == text.Length)
                continue;

            var isSpaced = start > after || found.Groups["separator"].Value is ":" or "：" or "->";
            if (Value(start, isSpaced, isCall: found.Groups["separator"].Value == "(") is not { } span)
                continue;

            span = WithOperands(start, span, isComparison: found.Groups["separator"].Value is "==" or "===");
            covered = span.End;
            yield return span;
        }
    }

    /// <summary>
    /// With all that makes up the value in code: <c>"" + "…"</c>, <c>a ? "…" : ""</c>, <c>decode("…")</c>. An unquoted value ends at a quote,
    /// which begins an operand where an operator or a bracket stands before it; else it goes on where an operator follows. What is
    /// compared is the first operand alone.
    /// </summary>
    private (int Start, int End) WithOperands(int start, (int Start, int End) span, bool isComparison)
    {
        var isQuoted = span.Start > start;
        var goesOn = isQuoted || text[start] is '{' or '[' or '('
            ? !isComparison && IsJoined(Math.Min(isQuoted ? span.End + 1 : span.End, text.Length))
            : span.End < text.Length && (Quotes.Contains(text[span.End], StringComparison.Ordinal)
                ? text[span.End] == '`' || Operand().IsMatch(text.AsSpan(start, span.End - start))
                : text[span.End] is '\r' or '\n' && OperatorAt(Skipped(span.End)) > 0);
        return goesOn ? (start, Math.Max(span.End, EndOfExpression(start))) : span;
    }

    /// <summary>Whether another operand follows one that ends there: after an operator, or in the same quotes on the same line.</summary>
    private bool IsJoined(int end) =>
        Skipped(end) is var next && next < text.Length && (OperatorAt(next) > 0 || (text[next] == text[end - 1] && Quotes.Contains(text[next], StringComparison.Ordinal) && next > end && !text.AsSpan(end, next - end).ContainsAny('\r', '\n')));

    /// <summary>
    /// Where a value in code ends: at a comma, a semicolon or a line's end that is in no brackets and beside no operator, at a bracket that it has not
    /// opened, at the end of the attribute or the element that the code stands in.
    /// </summary>
    private int EndOfExpression(int start)
    {
        var (depth, isOperand) = (0, true);
        for (var at = start; at < text.Length;)
        {
            var c = text[at];
            if (Quotes.Contains(c, StringComparison.Ordinal))
            {
                if (!isOperand && depth == 0 && c != '`' && !Operand().IsMatch(text.AsSpan(Math.Max(start, at - LongestOperator), Math.Min(at - start, LongestOperator))))
                    return at;

                at = Math.Min(EndOfQuoted(at, escapes: 0) + 1, text.Length);
                isOperand = depth == 0 && IsJoined(at);
                continue;
            }

            depth += c is '{' or '[' or '(' ? 1 : c is '}' or ']' or ')' ? -1 : 0;
            var isBreak = c is '\r' or '\n' && depth == 0 && !isOperand;
            if (depth < 0 || (depth == 0 && c is ',' or ';') || (isBreak && OperatorAt(Skipped(at)) == 0) || text.AsSpan(at) is ['<', '/', ..])
                return at;

            var length = OperatorAt(at);
            isOperand = length > 0 || (isOperand && char.IsWhiteSpace(c));
            at = isBreak ? Skipped(at) : at + Math.Max(length, 1);
        }

        return text.Length;
    }

    private int Skipped(int at) => text.AsSpan(at).IndexOfAnyExcept(" \t\r\n") is var found and >= 0 ? at + found : text.Length;

    /// <summary>How long the operator is that begins there and joins two operands; 0 for none.</summary>
    private int OperatorAt(int at)
    {
        if (at == text.Length || (char.IsLetter(text[at]) && at > 0 && char.IsLetterOrDigit(text[at - 1])))
            return 0;

        foreach (var found in Operator().EnumerateMatches(text.AsSpan(at, Math.Min(text.Length - at, LongestOperator))))
            return found.Length;
        return 0;
    }

    private (int Start, int End)? Value(int start, bool isSpaced, bool isCall)
    {
        var escapes = text.AsSpan(start).IndexOfAnyExcept('\\') is var count and >= 0 ? count : 0;
        return start + escapes is var at && Quotes.Contains(text[at], StringComparison.Ordinal) ? Quoted(at, escapes)
            : isCall ? null
            : text[start] is '{' or '[' or '(' && !IsTakenOut((start, text.Length)) ? (start, EndOfBracketed(start))
            : Unquoted(start, isSpaced);
    }

    /// <summary>A bracket in quotes is what a parser did not expect.</summary>
    private (int Start, int End)? Quoted(int quote, int escapes)
    {
        var (start, end) = (quote + 1, EndOfQuoted(quote, escapes));
        return end - start == 1 && !char.IsLetterOrDigit(text[start]) ? null : (start, end);
    }

    /// <summary>Before the same quote with as many backslashes, or the text's end.</summary>
    private int EndOfQuoted(int quote, int escapes)
    {
        var backslashes = 0;
        for (var at = quote + 1; at < text.Length; at++)
        {
            if (text[at] == text[quote] && (escapes == 0 ? backslashes % 2 == 0 : backslashes <= escapes))
                return at - Math.Min(backslashes, escapes);

            backslashes = text[at] == '\\' ? backslashes + 1 : 0;
        }

        return text.Length;
    }

    private int EndOfBracketed(int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            depth += text[at] is '{' or '[' or '(' ? 1 : text[at] is '}' or ']' or ')' ? -1 : 0;
            if (depth == 0)
                return at + 1;
        }

        return text.Length;
    }

    private (int Start, int End)? Unquoted(int start, bool isSpaced)
    {
        var end = End(start, isSpaced ? EndsOfLine : EndsOfWord);
        if (!isSpaced && Scheme().IsMatch(text.AsSpan(start, end - start)) && end < text.Length && text[end] == ' ')
            end = End(end + Blanks(end), EndsOfWord);

        var value = text.AsSpan(start, end - start).Trim(" ,;)}]\\");
        return value.IsEmpty || Literal().IsMatch(value) ? null : (start, end);
    }

    private int End(int start, string ends) => text.AsSpan(start).IndexOfAny(ends) is var found and >= 0 ? start + found : text.Length;

    /// <summary>A form writes a blank as a plus.</summary>
    private int Blanks(int start) => text.AsSpan(start).IndexOfAnyExcept("+ \t\r\n") is var found and >= 0 ? found : text.Length - start;

    /// <summary>Of a command line: <c>--password hunter2</c>.</summary>
    private IEnumerable<(int Start, int End)> Options()
    {
        var covered = 0;
        foreach (var found in Option().EachIn(text))
        {
            var start = found.Index + found.Length;
            if (start < covered || start == text.Length || text[start] == '-' || !isSecret(found.Groups["name"].Value) || Value(start, isSpaced: false, isCall: false) is not { } span)
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
        var covered = 0;
        foreach (var found in (isPage ? QuotedInPage() : QuotedOrNaming()).EachIn(text))
        {
            var start = found.Index + found.Length;
            var isLast = found.Groups["last"].Success;
            if (start < covered || (start == text.Length && !isLast) || !isSecret(found.Groups["name"].Value))
                continue;

            // What the last member of an object names stands before it.
            var span = !isPage ? (isLast ? found.Index : start, text.Length)
                : isLast ? (StartOfBracketed(start - 1, covered), start)
                : (start, EndOfStatement(start));
            covered = span.Item2;
            yield return span;
        }
    }

    /// <summary>After the bracket that the one at <paramref name="end"/> closes, or the text before it.</summary>
    private int StartOfBracketed(int end, int from)
    {
        var depth = 0;
        for (var at = end; at >= from; at--)
        {
            depth += text[at] is '}' or ']' or ')' ? 1 : text[at] is '{' or '[' or '(' ? -1 : 0;
            if (depth == 0)
                return at + 1;
        }

        return from;
    }

    /// <summary>The end of its line, or of the last one that brackets opened on it reach to.</summary>
    private int EndOfStatement(int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            depth += text[at] is '{' or '[' or '(' ? 1 : text[at] is '}' or ']' or ')' ? -1 : 0;
            if (depth <= 0 && text[at] is '\r' or '\n')
                return at;
        }

        return text.Length;
    }

    /// <summary>Whether nothing is left of the value but what stands for it.</summary>
    private bool IsTakenOut((int Start, int End) span)
    {
        var rest = text.AsSpan(span.Start);
        return rest.StartsWith(SecretNames.Placeholder) && (rest.Length == SecretNames.Placeholder.Length || EndsOfWord.Contains(rest[SecretNames.Placeholder.Length], StringComparison.Ordinal) || rest[SecretNames.Placeholder.Length] is '@' or '\\' or '?' or ';' or ']' or ',' or ')' or '}');
    }

    /// <summary>What no text has is a separator too: a binary form has lengths there.</summary>
    [GeneratedRegex("""(?<name>[\w.$-]{2,200})[\s+\\"'`\]]*(?<separator>=>|->|:=|(?:\|\||&&|\?\??)=|={1,3}|[:：＝]|\(|[\x00-\x08\x0B\x0E-\x1F])""", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?:^|[\s+"'`(\[,;=])--?(?<name>[A-Za-z][\w-]{1,200})[\s+]+""", RegexOptions.NonBacktracking)]
    private static partial Regex Option();

    [GeneratedRegex("""(?<name>[\w.-]{2,200})\[(?<value>[^\[\]\r\n]+)\]\s*=""", RegexOptions.NonBacktracking)]
    private static partial Regex Holder();

    [GeneratedRegex("""["'`](?<name>[\w.-]{2,200})\\*(?:["'`]?\s*[,;|]\s*|["'`]\s*["'`]|["'`]\s*(?<last>\}))""", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedInPage();

    [GeneratedRegex("""["'`](?<name>[\w.-]{2,200})\\*["'`]\s*(?:[,;|)\]"'`{\[\d]|(?<last>\}))|=\s*\\*["'`]?(?<name>[\w.-]{2,200})\\*["'`]?(?:\s+|&)|\b(?<last>(?:name|key|field|param|id)=)(?<name>[\w.-]{2,200})|\b(?<name>[\w.-]{2,200})[!?]?\\*["'`]?[\s+]+\\*["'`]""", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedOrNaming();

    /// <summary>
    /// What is no value but tells how one is (<c>password: required</c>), and what comes after it in a list: <c>withCredentials: true, timeout: 8</c>. A
    /// closed list, of words that no one may count on as a password.
    /// </summary>
    [GeneratedRegex("^(?:null|true|false|[Nn]one|nil|undefined|0|(?i:ok|enabled|disabled|pending|required|optional|missing|invalid|expired|revoked|closed|failed|denied|unknown|empty))(?:$|[,;)}\\]])", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();

    /// <summary>Of JavaScript, Python, PHP, Lua, SQL and their like.</summary>
    [GeneratedRegex("""^(?:[+:%]|\?\??|\|\|?|&&?|\.\.|\.(?=[\s\w"'`$])|<>|(?:if|else|or|and|unless)(?=[\s"'(]))""")]
    private static partial Regex Operator();

    /// <summary>The end of what stands before an operand in quotes: an operator, a bracket, a word of code, a letter that says what kind of text it is.</summary>
    [GeneratedRegex(@"(?:[=+?:|&%.(,[{<>!@$]|(?:^|[\s(?:+])(?:await|return|if|else|or|and|not|then|unless|[rbfuLNE]|[rb][rbf]))\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Operand();

    /// <summary>A scheme of authentication (RFC 9110 11.1): the value is the word after it.</summary>
    [GeneratedRegex("^(?:basic|bearer|digest|negotiate|ntlm|token|apikey)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
