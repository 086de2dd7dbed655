using System.Buffers;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Finds notations that give a secret a value without a sign between its name and that: in SQL and other queries, s-expressions, lists of
/// properties, JSON Patch (RFC 6902). Where the value stands is not exact: what has one goes as a whole.
/// </summary>
internal static partial class SecretNotations
{
    private static readonly char[] AroundNames = [' ', '\t', '\r', '\n', '"', '\'', '`', '[', ']', '\\', '@', '$', '#', '.', ':'];

    private static readonly Notation[] Notations =
    [
        new(Inserted, ["into"]),
        new(Columns, ["into", "insert", "copy"], With: Rows, InPages: false),
        new(RowOfColumns, [")"]),
        new(Compared, [" in", " like", " ilike", " rlike", " regexp", " glob", " similar", " between", " eq", " ne", " gt", " ge", " lt", " le", " contains", " starts", " ends", " matches", " is", " equals", " to"]),
        new(ComparedBySign, ["<>", "!=", "~", "<=", ">=", ") =", ")="], InPages: false),
        new(ComparedBackwards, ["=", "like"], InPages: false),
        new(PasswordFor, ["password for"]),
        new(EndOfLine, [" ", "\t"], InPages: false),
        new(Aliased, [" as "]),
        new(Argument, ["("], InPages: false),
        new(DottedPair, ["("]),
        new(BarePair, ["("], InPages: false),
        new(BarePairInList, ["("], With: ListAtStart, InPages: false),
        new(NestedIndex, ["]["]),
        new(NamedElement, ["value"]),
        new(Patched, ["path"], With: Operation),
    ];

    /// <param name="text">The text.</param>
    /// <param name="isSecret">Whether a name is one of a secret.</param>
    /// <param name="isPage">Whether the text is a page or script, whose code looks like some of them.</param>
    public static bool AreIn(string text, Func<string, bool> isSecret, bool isPage) =>
        Array.Exists(Notations, notation => (notation.InPages || !isPage) && notation.IsIn(text, isSecret)) || (!isPage && ArePaired(text, isSecret));

    /// <summary>A member that names a secret, in whatever notation, in a text with one that holds a value: <c>- name: TOKEN</c>, <c>[name]=token</c>.</summary>
    private static bool ArePaired(string text, Func<string, bool> isSecret) =>
        Naming().EachIn(text).Any(found => PairedNames.MayName(found.Groups["member"].Value) && PairedNames.Beginning(found.Groups["name"]) is var name && PairedNames.MayBe(name) && isSecret(name))
        && Member().EachIn(text).Any(found => PairedNames.Holds(found.Groups["member"].Value));

    /// <summary><c>INSERT INTO t (user, token) VALUES ('a', '…')</c>.</summary>
    [GeneratedRegex(@"\binto\b[^()]*\((?<name>[^()]*)\)\s*(?:values?|select)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Inserted();

    /// <summary>What may stand between: <c>INSERT INTO t AS x (user, token) OUTPUT … VALUES ('a', '…')</c>, <c>COPY t (user, token) FROM stdin</c>.</summary>
    [GeneratedRegex(@"\b(?:into|insert|copy)\b[^()]*\((?<name>[^()]*)\)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Columns();

    [GeneratedRegex(@"\b(?:values?|select|from)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rows();

    /// <summary><c>SET (user, token) = ('a', '…')</c>.</summary>
    [GeneratedRegex(@"\((?<name>[^()]*)\)\s*(?:=|(?:not\s+)?in\b)\s*(?:row\s*)?\(", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex RowOfColumns();

    /// <summary><c>token IN ('…')</c>, <c>token LIKE '…'</c>, <c>token eq '…'</c>: words that compare, of SQL, OData and their like.</summary>
    [GeneratedRegex("""(?<name>[\w.$@-]{2,})["'`\])]*[\s+]+(?:(?:not[\s+]+)?in[\s+]*[(\[]|(?:(?:not[\s+]+)?(?:i?like|rlike|regexp|glob|similar[\s+]+to|between|eq|ne|gt|ge|lt|le|contains|starts_?with|ends_?with|matches|is(?:[\s+]+not)?|equals|to))[\s+]*\(?[\s+]*(?:[nebx]?\\*["'`]|[0-9]))""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Compared();

    /// <summary><c>token &lt;&gt; '…'</c>.</summary>
    [GeneratedRegex("""(?<name>[\w.$@-]{2,})["'`\])]*\s*(?:<>|!=|!?=?~\*?|[<>]=|\)\s*=)\s*[nebx]?\\*["'`]""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ComparedBySign();

    /// <summary><c>'…' = token</c>.</summary>
    [GeneratedRegex("""["'`]\s*(?:=|<>|!=|like\b)\s*(?<name>[\w.$-]{2,})(?:\s*$|\s*[;)]|\s+(?:and|or|order|group|limit)\b)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ComparedBackwards();

    /// <summary><c>SET PASSWORD FOR ana = '…'</c>.</summary>
    [GeneratedRegex(@"\bset\s+(?<name>password)\s+for\b[^=\r\n]*=", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex PasswordFor();

    /// <summary>A line that ends with a name and what is no word, as of settings and commands: <c>requirepass s3cret</c>, <c>HSET user:1 token s3cret</c>.</summary>
    [GeneratedRegex(@"(?:^|[ \t])(?<name>[\w.-]{2,})[ \t]+(?:[^\s=:]*[A-Za-z][^\s=:]*[0-9][^\s=:]*|[^\s=:]*[0-9][^\s=:]*[A-Za-z][^\s=:]*)[ \t\r]*$", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex EndOfLine();

    /// <summary><c>SELECT '…' AS token</c>.</summary>
    [GeneratedRegex("""["'`]\s+as\s+\\*["'`\[]?(?<name>[\w.$-]{2,})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Aliased();

    /// <summary><c>startswith(token,'…')</c>.</summary>
    [GeneratedRegex("""[(,]\s*(?<name>[\w.$/@-]{2,})\s*,\s*\\*["'`]""")]
    private static partial Regex Argument();

    /// <summary><c>(token . "…")</c>.</summary>
    [GeneratedRegex("""\(\s*[:'"\\]*(?<name>[\w-]{2,})\\*["']?\s+\.\s""")]
    private static partial Regex DottedPair();

    /// <summary><c>(token s3cret)</c>; what two plain words in brackets are else is prose.</summary>
    [GeneratedRegex("""\(\s*[:'\\]*(?<name>[\w.-]{2,})\s+[^\s()]*[\d\p{Lu}_/+=$!@#%^&*][^\s()]*\s*\)""", RegexOptions.NonBacktracking)]
    private static partial Regex BarePair();

    [GeneratedRegex("""\(\s*[:'\\]*(?<name>[\w.-]{2,})\s+[^\s()]+\s*\)""")]
    private static partial Regex BarePairInList();

    [GeneratedRegex(@"^\s*[(;]")]
    private static partial Regex ListAtStart();

    /// <summary><c>token[a][b]=…</c>.</summary>
    [GeneratedRegex(@"(?<name>[\w.-]{2,})(?:\[[^\[\]\r\n]*\]){2,}\s*=", RegexOptions.NonBacktracking)]
    private static partial Regex NestedIndex();

    /// <summary><c>&lt;name&gt;token&lt;/name&gt;</c>, with a value before or after it.</summary>
    [GeneratedRegex(@"<(?:\w+:)?(?:name|key|param|parameter|property|setting)(?:\s[^<>]*)?>\s*(?<name>[\w.-]{2,})\s*</", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedElement();

    /// <summary><c>{"op":"replace","path":"/token","value":"…"}</c>, in a script too.</summary>
    [GeneratedRegex("""["'`]path\\*["'`]\s*:\s*\\*["'`](?<name>[^"'`\s\\]*)\\*["'`]""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Patched();

    [GeneratedRegex("""["'`]op\\*["'`]\s*:""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Operation();

    /// <summary>A member and, on its line, a text or a list that may be a name.</summary>
    [GeneratedRegex("""(?<member>[\w.$-]+)[\]"'`\\]*[ \t]*(?:=>|:|=)[ \t]*(?:\[(?<name>[^\[\]{}\r\n]{2,})\]|[ \t"'`\\]*(?<name>[^\r\n"'`,;&{}\[\]<>\\=]{2,}))""", RegexOptions.NonBacktracking)]
    private static partial Regex Naming();

    [GeneratedRegex("""(?<member>[\w.$-]+)[\]"'`\\]*[ \t]*(?:=>|:|=)""", RegexOptions.NonBacktracking)]
    private static partial Regex Member();

    /// <param name="Pattern">Its group <c>name</c> is a name, or several with commas or slashes between. Made when a text has a mark, as those of <see cref="SecretForms"/>.</param>
    /// <param name="Marks">One of them stands in each text that has one.</param>
    /// <param name="With">What else must be in the text; null for nothing.</param>
    /// <param name="InPages">Whether code of a page has it for no other reason.</param>
    private sealed record Notation(Func<Regex> Pattern, string[] Marks, Func<Regex>? With = null, bool InPages = true)
    {
        /// <summary>A query writes a blank as a plus.</summary>
        private readonly SearchValues<string> _marks = SearchValues.Create([.. Marks.Union(Marks.Where(mark => mark.Length > 1).Select(mark => mark.Replace(' ', '+')))], StringComparison.OrdinalIgnoreCase);

        public bool IsIn(string text, Func<string, bool> isSecret) =>
            text.AsSpan().ContainsAny(_marks)
            && Pattern().EachIn(text).Any(found => found.Groups["name"].Value.Split(',', '/').Any(part => part.Trim(AroundNames) is var name && !name.Contains(' ', StringComparison.Ordinal) && isSecret(name)))
            && With?.Invoke().IsMatch(text) != false;
    }
}
