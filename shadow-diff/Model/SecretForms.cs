using System.Buffers;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Finds secrets by their own form, whatever they are called: a password before a host or after a user's name, credentials of a scheme of
/// authentication (RFC 9110 11), signed tokens (RFC 7515), private keys (RFC 7468), keys and webhooks of well-known services.
/// </summary>
internal static partial class SecretForms
{
    /// <summary>How services write their keys, and what each of these has in it.</summary>
    private static readonly (string[] Marks, string Pattern)[] Services =
    [
        (["AKIA", "ASIA"], "A[KS]IA[A-Z0-9]{16}"), // Amazon
        (["AIza"], @"AIza[\w-]{35}"), // Google
        (["ya29."], @"ya29\.[\w-]{20,}"), // Google's OAuth
        (["gho_", "ghp_", "ghr_", "ghs_", "ghu_"], @"gh[opsru]_\w{20,}"), // GitHub
        (["github_pat_"], @"github_pat_\w{20,}"),
        (["glpat-"], @"glpat-[\w-]{20,}"), // GitLab
        (["xox"], @"xox[a-z]-[\w-]{10,}"), // Slack
        (["xapp-"], @"xapp-[\w-]{10,}"),
        (["k_live_", "k_test_"], @"[prs]k_(?:live|test)_\w{10,}"), // Stripe
        (["npm_"], @"npm_[A-Za-z0-9]{30,}"), // npm
        (["pypi-"], @"pypi-[\w-]{40,}"), // PyPI
        (["sk-"], @"sk-(?:ant-|proj-|svcacct-|or-)[\w-]{16,}|sk-[A-Za-z0-9]{32,}"), // Anthropic, OpenAI
        (["hf_"], @"hf_[A-Za-z0-9]{20,}"), // Hugging Face
        (["SG."], @"SG\.[\w-]{16,}\.[\w-]{16,}"), // SendGrid
        (["dop_v1_", "doo_v1_", "dor_v1_"], @"do[opr]_v1_[a-f0-9]{32,}"), // DigitalOcean
        (["shpat_", "shpss_"], @"shp(?:at|ss)_[a-fA-F0-9]{20,}"), // Shopify
        (["bot"], @"bot\d{6,}:[\w-]{30,}"), // Telegram
    ];

    /// <summary>Addresses that let who knows them write: host, what stands before the secret part, none of it if that is all of the path.</summary>
    private static readonly (string Host, string Path)[] Webhooks =
    [
        ("hooks.slack.com", "/(?:services|workflows|triggers)/"),
        ("discord.com", "/api/(?:v[0-9]+/)?webhooks/"),
        ("discordapp.com", "/api/(?:v[0-9]+/)?webhooks/"),
        ("outlook.office.com", "/webhook/"),
        ("outlook.office365.com", "/webhook/"),
        (".webhook.office.com", "/webhookb2/"),
        ("chat.googleapis.com", "/v1/spaces/"),
        ("hooks.zapier.com", "/hooks/catch/"),
    ];

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
        new(Identified(), ["identified"]),
        new(Machine(), ["machine"]),
        .. Services.Select(service => new Form(new Regex($@"\b(?<value>{service.Pattern})", RegexOptions.NonBacktracking), service.Marks)),
        .. Webhooks.Select(webhook => new Form(new Regex($"{Regex.Escape(webhook.Host)}{webhook.Path}(?<value>[\\w/+.@:=-]+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase), [webhook.Host])),
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

    /// <summary>Of a user of a database: <c>IDENTIFIED BY '…'</c>; without quotes in a statement about one only.</summary>
    [GeneratedRegex("""\bidentified(?:[\s+]+with[\s+]+\S+)?[\s+]+(?:by|as)[\s+]+(?:password[\s+]+|values[\s+]+)?\\*["'](?<value>[^"']+)|\b(?:create|alter)[\s+]+(?:user|role)\b[^;]*[\s+]identified[\s+]+by[\s+]+(?<value>[^\s;"']+)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Identified();

    /// <summary>As <c>.netrc</c> writes it, in one line or several.</summary>
    [GeneratedRegex(@"\bmachine[\s+]+\S+[\s+]+(?:(?:login|account)[\s+]+\S+[\s+]+)*password[\s+]+(?<value>\S+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Machine();

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
