using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// A text read as code of whatever language: its quotes, brackets, comments and operators. Each method looks from one place on; what one has
/// found out about comments the next need not.
/// </summary>
/// <param name="text">The text.</param>
internal sealed partial class CodeText(string text)
{
    /// <summary>Of a word and the letter after it.</summary>
    private const int LongestOperator = 7;

    private readonly Dictionary<int, int> _pastComments = [];
    private readonly Stack<int> _commentEnds = [];
    private readonly NextOf _ofBlock = new("*/");
    private readonly NextOf _ofLine = new("\n");

    public static bool IsQuote(char c) => c is '"' or '\'' or '`';

    /// <summary>Whether what stands in quotes after this code is an operand of it.</summary>
    public static bool IsBeforeOperand(ReadOnlySpan<char> code) => Operand().IsMatch(code);

    /// <summary>Not with all that <see cref="OperatorAt"/> knows: a point may end a sentence.</summary>
    public static bool EndsInOperator(ReadOnlySpan<char> code) => code.TrimEnd() is [.., '=' or '+' or '?' or ':' or '|' or '&' or '('];

    /// <summary>After the blanks and the comments that begin there. Many may lead to the same place: none is looked at twice.</summary>
    public int PastComments(int at)
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

    /// <summary>
    /// Where a value in code ends: at a comma, a semicolon or a line's end that is in no brackets and beside no operator, at a bracket that it has not
    /// opened, at the end of the attribute or the element that the code stands in.
    /// </summary>
    public int EndOfExpression(int start)
    {
        var (depth, isOperand) = (0, true);
        for (var at = start; at < text.Length;)
        {
            var c = text[at];
            if (IsQuote(c))
            {
                if (!isOperand && depth == 0 && c != '`' && !IsBeforeOperand(text.AsSpan(Math.Max(start, at - LongestOperator), Math.Min(at - start, LongestOperator))))
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

            depth += Step(c);
            var isBreak = c is '\r' or '\n' && depth == 0 && !isOperand;
            if (depth < 0 || (depth == 0 && c is ',' or ';') || (isBreak && OperatorAt(PastComments(at)) == 0) || text.AsSpan(at) is ['<', '/', ..])
                return at;

            var length = OperatorAt(at);
            isOperand = length > 0 || c == '=' || (isOperand && char.IsWhiteSpace(c));
            at = isBreak ? PastComments(at) : at + Math.Max(length, 1);
        }

        return text.Length;
    }

    /// <summary>Whether another operand follows one that ends there: after an operator, or in the same quotes on the same line.</summary>
    public bool IsJoined(int end)
    {
        var next = PastComments(end);
        if (next == text.Length)
            return false;
        var isInSameQuotes = next > end && IsQuote(text[next]) && text[next] == text[end - 1];
        return OperatorAt(next) > 0 || (isInSameQuotes && !text.AsSpan(end, next - end).ContainsAny('\r', '\n'));
    }

    /// <summary>How long the operator is that begins there and joins two operands; 0 for none.</summary>
    public int OperatorAt(int at)
    {
        if (at == text.Length || (char.IsLetter(text[at]) && at > 0 && char.IsLetterOrDigit(text[at - 1])))
            return 0;

        foreach (var found in Operator().EnumerateMatches(text.AsSpan(at, Math.Min(text.Length - at, LongestOperator))))
            return found.Length;
        return 0;
    }

    /// <summary>A piece of code without the comment that it ends with; in some languages two slashes are none.</summary>
    public ReadOnlySpan<char> WithoutComment(int start, int end)
    {
        var code = text.AsSpan(start, end - start).TrimEnd();
        var comment = code.EndsWith("*/") ? code.LastIndexOf("/*") : code.LastIndexOf("//");
        return comment >= 0 ? code[..comment] : code;
    }

    /// <summary>Before the same quote with as many backslashes, or the text's end.</summary>
    public int EndOfQuoted(int quote, int escapes) => EndOfQuoted(quote, escapes, text.Length);

    /// <summary>The same, or <paramref name="limit"/> where it is not reached before.</summary>
    public int EndOfQuoted(int quote, int escapes, int limit)
    {
        var backslashes = 0;
        for (var at = quote + 1; at < limit; at++)
        {
            if (text[at] == text[quote] && (escapes == 0 ? backslashes % 2 == 0 : backslashes <= escapes))
                return at - Math.Min(backslashes, escapes);

            backslashes = text[at] == '\\' ? backslashes + 1 : 0;
        }

        return limit;
    }

    public int EndOfBracketed(int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            depth += Step(text[at]);
            if (depth == 0)
                return at + 1;
        }

        return text.Length;
    }

    /// <summary>After the bracket that the one at <paramref name="end"/> closes, or the text before it.</summary>
    public int StartOfBracketed(int end, int from)
    {
        var depth = 0;
        for (var at = end; at >= from; at--)
        {
            depth -= Step(text[at]);
            if (depth == 0)
                return at + 1;
        }

        return from;
    }

    /// <summary>The end of its line, or of the last one that brackets opened on it reach to.</summary>
    public int EndOfStatement(int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            depth += Step(text[at]);
            if (depth <= 0 && text[at] is '\r' or '\n')
                return at;
        }

        return text.Length;
    }

    /// <summary>The same place where no comment begins. One that does not end is none.</summary>
    private int EndOfComment(int at) => text.AsSpan(at) switch
    {
        ['/', '*', ..] => _ofBlock.Next(text, at + 2) is var end and >= 0 ? end + 2 : at,
        ['/', '/', ..] => _ofLine.Next(text, at + 2) is var end and >= 0 ? end : text.Length,
        _ => at,
    };

    /// <summary>Into a bracket, or out of it.</summary>
    private static int Step(char c) => c is '{' or '[' or '(' ? 1 : c is '}' or ']' or ')' ? -1 : 0;

    private int Skipped(int at) => text.AsSpan(at).IndexOfAnyExcept(" \t\r\n") is var found and >= 0 ? at + found : text.Length;

    /// <summary>Of JavaScript, Python, PHP, Lua, SQL and their like.</summary>
    [GeneratedRegex("""^(?:[+:%]|\?\??|\|\|?|&&?|\.\.|\.(?=[\s\w"'`$])|<>|(?:if|else|or|and|unless)(?=[\s"'(]))""")]
    private static partial Regex Operator();

    /// <summary>The end of what stands before an operand in quotes: an operator, a bracket, a word of code, a letter that says what kind of text it is.</summary>
    [GeneratedRegex(@"(?:[=+?:|&%.(,[{<>!@$]|(?:^|[\s(?:+])(?:await|return|if|else|or|and|not|then|unless|[rbfuLNE]|[rb][rbf]))\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Operand();
}
