using System.Buffers;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Finds secrets by their own form, whatever they are called: a password before a host or after a user's name, credentials of a scheme of
/// authentication (RFC 9110 11), signed tokens (RFC 7515), private keys (RFC 7468), keys of well-known services.
/// </summary>
internal static partial class SecretForms
{
    private static readonly Form[] Forms =
    [
        new(UserInfo(), ["@", "%40"]),
        new(BareUserInfo(), ["@", "%40"], IsNoAddress),
        new(UserOption(), ["-u"]),
        new(Bearer(), ["bearer"]),
        new(Basic(), ["basic"], IsNameAndPassword),
        new(Digest(), ["digest"]),
        new(DigestField(), ["nonce=", "response="]),
        new(Scheme(), ["negotiate", "ntlm", "token ", "key "], HasDigit),
        new(WebToken(), ["eyJ"]),
        new(PrivateKey(), ["PRIVATE KEY"]),
        new(ServiceKey(), ["AKIA", "ASIA", "AIza", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_", "glpat-", "xox", "k_live_", "k_test_"]),
    ];

    /// <summary>Whether the text has what each of a form has; most texts have nothing of any.</summary>
    public static bool MayBeIn(string text) => Array.Exists(Forms, form => form.MayBeIn(text));

    /// <summary>Where they stand.</summary>
    public static IEnumerable<(int Start, int End)> In(string text) => Forms.Where(form => form.MayBeIn(text)).SelectMany(form => form.In(text));

    /// <summary>Mail and telephone are written like a name and a password (RFC 6068, RFC 3261, RFC 7565).</summary>
    private static bool IsNoAddress(string value) =>
        !Array.Exists(["mailto:", "sip:", "sips:", "xmpp:", "acct:", "im:"], scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static bool HasDigit(string value) => value.AsSpan().ContainsAnyInRange('0', '9');

    /// <summary>RFC 7617 2; many a text goes on with a word after <c>basic</c>.</summary>
    private static bool IsNameAndPassword(string value)
    {
        var (digits, bytes) = (value.TrimEnd('='), new byte[value.Length]);
        return Convert.TryFromBase64String(digits + new string('=', -digits.Length & 3), bytes, out var length) && bytes.AsSpan(0, length).Contains((byte)':');
    }

    /// <summary>What stands before a host; a password in it may hold what it should not.</summary>
    [GeneratedRegex("""(?:(?::|%3[aA])(?:\\?/|%2[fF]){2}(?<value>[^/@\s?#"'<>\\]+|[^/\s"'<>\\]*:[^\s"'<>]*)|//(?<value>[^/@\s?#"'<>\\:]+:[^\s"'<>\\]+))(?:@|%40)""", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    /// <summary>The same without a scheme, as drivers and people write it: <c>name:password@host</c>.</summary>
    [GeneratedRegex("""(?:^|[\s"'`=,;({\[<>&?|+]|%3[dD]|%22)(?<value>[\w.%+~-]+(?::|%3[aA])[^\s"'`<>@/\\&,;]+)(?:@|%40)[\w\[]""", RegexOptions.NonBacktracking)]
    private static partial Regex BareUserInfo();

    /// <summary>As curl takes name and password.</summary>
    [GeneratedRegex("""(?:^|[\s+"'`])(?:-u|--user|--proxy-user)[\s+=]*["'`]?(?<value>[^\s"'`:]+:[^\s"'`]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex UserOption();

    [GeneratedRegex(@"\bbearer[\s+]+(?<value>[\w.~+/=-]{4,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"\bbasic[\s+]+(?<value>[A-Za-z0-9+/]{4,}={0,2})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Basic();

    /// <summary>RFC 7616 3.</summary>
    [GeneratedRegex("""\bdigest\s+(?<value>\w+\s*=[^\r\n<>]*)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Digest();

    /// <summary>Those of its fields that are secret or prove one.</summary>
    [GeneratedRegex("""\b(?:response|nonce|cnonce|nextnonce)=\\*["']?(?<value>[\w+/=-]{16,})""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex DigestField();

    [GeneratedRegex(@"\b(?:negotiate|ntlm|token|api-?key)\s+(?<value>[\w.~+/=-]{16,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    /// <summary>JSON as Base64, twice, and a signature; or as many parts as an encrypted one has.</summary>
    [GeneratedRegex(@"(?<value>eyJ[\w-]{4,}\.[\w-]*\.[\w-]*(?:\.[\w-]*){0,2})", RegexOptions.NonBacktracking)]
    private static partial Regex WebToken();

    [GeneratedRegex("""-----? ?BEGIN [\w ]*PRIVATE KEY(?<value>[^<>"'`]*)""", RegexOptions.NonBacktracking)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(?<value>(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{35}|gh[opsru]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[a-z]-[\w-]{10,}|[prs]k_(?:live|test)_\w{10,})", RegexOptions.NonBacktracking)]
    private static partial Regex ServiceKey();

    /// <param name="pattern">Its group <c>value</c> is what goes.</param>
    /// <param name="marks">One of them is in each text that has one.</param>
    /// <param name="isOne">What the pattern cannot say.</param>
    private sealed class Form(Regex pattern, string[] marks, Predicate<string>? isOne = null)
    {
        private readonly SearchValues<string> _marks = SearchValues.Create(marks, StringComparison.OrdinalIgnoreCase);

        public bool MayBeIn(string text) => text.AsSpan().ContainsAny(_marks);

        public IEnumerable<(int Start, int End)> In(string text) =>
            from found in pattern.Matches(text)
            let value = found.Groups["value"]
            where isOne?.Invoke(value.Value) ?? true
            select (value.Index, value.Index + value.Length);
    }
}
