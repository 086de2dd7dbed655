using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Finds notations that give a secret a value without a sign between its name and that: in SQL, s-expressions, lists of properties, JSON Patch
/// (RFC 6902). Where the value stands is not exact: what has one goes as a whole.
/// </summary>
internal static partial class SecretNotations
{
    private static readonly char[] AroundNames = [' ', '\t', '\r', '\n', '"', '\'', '`', '[', ']', '\\'];

    private static readonly Notation[] Notations =
    [
        new(Inserted(), "into"),
        new(DottedPair(), "("),
        new(NestedIndex(), "]["),
        new(NamedElement(), "value"),
        new(Patched(), "path", Operation()),
    ];

    /// <param name="text">The text.</param>
    /// <param name="isSecret">Whether a name is one of a secret.</param>
    public static bool AreIn(string text, Func<string, bool> isSecret) => Array.Exists(
        Notations,
        notation => text.Contains(notation.Mark, StringComparison.OrdinalIgnoreCase)
            && notation.Pattern.Matches(text).Any(found => found.Groups["name"].Value.Split(',', '/').Any(name => isSecret(name.Trim(AroundNames))))
            && notation.With?.IsMatch(text) != false);

    /// <summary><c>INSERT INTO t (user, token) VALUES ('a', '…')</c>.</summary>
    [GeneratedRegex(@"\binto\b[^()]*\((?<name>[^()]*)\)\s*(?:values?|select)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Inserted();

    /// <summary><c>(token . "…")</c>.</summary>
    [GeneratedRegex("""\(\s*[:'"\\]*(?<name>[\w-]{2,200})\\*["']?\s+\.\s""", RegexOptions.NonBacktracking)]
    private static partial Regex DottedPair();

    /// <summary><c>token[a][b]=…</c>.</summary>
    [GeneratedRegex(@"(?<name>[\w.-]{2,200})(?:\[[^\[\]\r\n]*\]){2,}\s*=", RegexOptions.NonBacktracking)]
    private static partial Regex NestedIndex();

    /// <summary><c>&lt;name&gt;token&lt;/name&gt;</c>, with a value before or after it.</summary>
    [GeneratedRegex(@"<(?:\w+:)?(?:name|key|param|parameter|property|setting)(?:\s[^<>]*)?>\s*(?<name>[\w.-]{2,200})\s*</", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NamedElement();

    /// <summary><c>{"op":"replace","path":"/token","value":"…"}</c>.</summary>
    [GeneratedRegex("""["'`]path\\*["'`]\s*:\s*\\*["'`](?<name>/[^"'`\s\\]*)\\*["'`]""", RegexOptions.NonBacktracking)]
    private static partial Regex Patched();

    [GeneratedRegex("""["'`]op\\*["'`]\s*:""", RegexOptions.NonBacktracking)]
    private static partial Regex Operation();

    /// <param name="Pattern">Its group <c>name</c> is a name, or several with commas or slashes between.</param>
    /// <param name="Mark">Stands in each text that has one.</param>
    /// <param name="With">What else must be in the text; null for nothing.</param>
    private sealed record Notation(Regex Pattern, string Mark, Regex? With = null);
}
