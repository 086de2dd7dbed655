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

    private const string Signs = @"=>|->|:=|(?:\|\||&&|\?\??)=|={1,3}|[:：＝]|\(|[\x00-\x08\x0B\x0E-\x1F]";

    /// <summary>With the quotes and the bracket before it.</summary>
    private const int LongestSign = 12;

    private const int LongestCast = 80;

    private readonly Dictionary<int, int> _pastComments = [];
    private readonly Stack<int> _commentEnds = [];
    private readonly NextOf _ofBlock = new("*/");
    private readonly NextOf _ofLine = new("\n");

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
        .Where(span => span.End > span.Start && !IsTakenOut(span) && !SecretNames.IsNoValue(text.AsSpan(span.Start, span.End - span.Start)));

    private IEnumerable<(int Start, int End)> Assigned() => Assigned(Assignments()).Concat(Assigned(CommentedAssignments()));

    private IEnumerable<(int Start, int End)> Assigned(IEnumerable<(string Name, int After, string Separator)> assignments)
    {
        var (covered, barren) = (0, new HashSet<int>());
        foreach (var (name, after, separator) in assignments)
        {
            if (!isSecret(name))
                continue;

            var start = after + Blanks(after);
            if (start < covered || start == text.Length)
                continue;

            var begin = PastCasts(start);
            var span = begin > start && begin < text.Length && !barren.Contains(begin) ? Assigned(begin, isSpaced: true, separator) : null;
            if (span is { } inCode)
                span = (start, text.AsSpan(inCode.End) is [var quote, ..] && inCode.Start > begin && quote == text[inCode.Start - 1] ? inCode.End + 1 : inCode.End);
            else if (begin > start)
                barren.Add(begin);

            if ((span ?? Assigned(start, start > after, separator)) is not { } found)
                continue;

            covered = found.End;
            yield return found;
        }
    }

    private (int Start, int End)? Assigned(int start, bool isSpaced, string separator) =>
        Value(start, isSpaced || separator is ":" or "：" or "->", isCall: separator == "(") is { } span ? WithOperands(start, span, isComparison: separator is "==" or "===") : null;

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
        let past = PastComments(comment)
        where past > comment && past < text.Length
        select (found.Groups["name"], past);

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
                ? text[span.End] == '`' || Operand().IsMatch(text.AsSpan(start, span.End - start)) || Operand().IsMatch(WithoutComment(start, span.End))
                : text[span.End] is '\r' or '\n' && (EndsInOperator(text.AsSpan(start, span.End - start)) || EndsInOperator(WithoutComment(start, span.End)) || OperatorAt(PastComments(span.End)) > 0));
        return goesOn ? (start, Math.Max(span.End, EndOfExpression(start))) : span;
    }

    /// <summary>Whether another operand follows one that ends there: after an operator, or in the same quotes on the same line.</summary>
    private bool IsJoined(int end) =>
        PastComments(end) is var next && next < text.Length && (OperatorAt(next) > 0 || (text[next] == text[end - 1] && Quotes.Contains(text[next], StringComparison.Ordinal) && next > end && !text.AsSpan(end, next - end).ContainsAny('\r', '\n')));

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

            if (EndOfComment(at) is var comment && comment > at)
            {
                at = comment;
                continue;
            }

            depth += c is '{' or '[' or '(' ? 1 : c is '}' or ']' or ')' ? -1 : 0;
            var isBreak = c is '\r' or '\n' && depth == 0 && !isOperand;
            if (depth < 0 || (depth == 0 && c is ',' or ';') || (isBreak && OperatorAt(PastComments(at)) == 0) || text.AsSpan(at) is ['<', '/', ..])
                return at;

            var length = OperatorAt(at);
            isOperand = length > 0 || c == '=' || (isOperand && char.IsWhiteSpace(c));
            at = isBreak ? PastComments(at) : at + Math.Max(length, 1);
        }

        return text.Length;
    }

    private int Skipped(int at) => text.AsSpan(at).IndexOfAnyExcept(" \t\r\n") is var found and >= 0 ? at + found : text.Length;

    /// <summary>After the blanks and the comments that begin there. Many may lead to the same place: none is looked at twice.</summary>
    private int PastComments(int at)
    {
        at = Skipped(at);
        for (var end = EndOfComment(at); end > at; end = EndOfComment(at))
        {
            if (_pastComments.TryGetValue(end, out var known))
            {
                at = known;
                break;
            }

            _commentEnds.Push(end);
            at = Skipped(end);
        }

        while (_commentEnds.TryPop(out var end))
            _pastComments[end] = at;

        return at;
    }

    /// <summary>The same place where no comment begins. One that does not end is none.</summary>
    private int EndOfComment(int at) => text.AsSpan(at) switch
    {
        ['/', '*', ..] => _ofBlock.Next(text, at + 2) is var end and >= 0 ? end + 2 : at,
        ['/', '/', ..] => _ofLine.Next(text, at + 2) is var end and >= 0 ? end : text.Length,
        _ => at,
    };

    /// <summary>After comments, and casts of what stands in quotes or brackets: <c>&lt;string&gt;"…"</c>, <c>(string)"…"</c>.</summary>
    private int PastCasts(int start)
    {
        var at = PastComments(start);
        while (at < text.Length && text[at] is '<' or '(' && !IsTakenOut((at, text.Length)))
        {
            var length = Cast().Match(text, at, Math.Min(text.Length - at, LongestCast)).Length;
            if (length == 0 || PastComments(at + length) is var next && (next == text.Length || !(text[next] is '<' or '(' || Quotes.Contains(text[next], StringComparison.Ordinal))))
                return at;

            at = PastComments(at + length);
        }

        return at;
    }

    /// <summary>Not with all that <see cref="OperatorAt"/> knows: a point may end a sentence.</summary>
    private static bool EndsInOperator(ReadOnlySpan<char> code) => code.TrimEnd() is [.., '=' or '+' or '?' or ':' or '|' or '&' or '('];

    /// <summary>A piece of code without the comment that it ends with; in some languages two slashes are none.</summary>
    private ReadOnlySpan<char> WithoutComment(int start, int end)
    {
        var code = text.AsSpan(start, end - start).TrimEnd();
        var comment = code.EndsWith("*/") ? code.LastIndexOf("/*") : code.LastIndexOf("//");
        return comment >= 0 ? code[..comment] : code;
    }

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
                : (start, EndOfStatement(PastComments(start)));
            covered = span.Item2;
            yield return span;
        }
    }

    /// <summary>With a comment after the name: <c>f("password" /* of ana */, "…")</c>.</summary>
    private IEnumerable<(int Start, int End)> CommentedList()
    {
        var covered = 0;
        foreach (var (name, past) in CommentedNames())
        {
            if (past < covered || past == text.Length - 1 || !Quotes.Contains(text[name.Index + name.Length], StringComparison.Ordinal) || !",;|\"'`".Contains(text[past], StringComparison.Ordinal) || !isSecret(name.Value))
                continue;

            covered = EndOfStatement(PastComments(past + 1));
            yield return (past + 1, covered);
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
    [GeneratedRegex("""(?<name>[\w.$-]{2,200})[\s+\\"'`\]]*(?<separator>""" + Signs + ")", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?<name>[\w.$-]{2,200})[\s+\\"'`\]]*/[*/]""", RegexOptions.NonBacktracking)]
    private static partial Regex CommentedName();

    [GeneratedRegex("""^[\s\\"'`\]]*(?<separator>""" + Signs + ")", RegexOptions.NonBacktracking)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?:<[\w.,|<> $\[\]]+>|\([\w.:|<> $\[\]]+\))", RegexOptions.NonBacktracking)]
    private static partial Regex Cast();

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
