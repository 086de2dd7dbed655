using System.Buffers;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Finds secrets by their own form, whatever they are called: a password before a host or after a user's name, credentials of a scheme of
/// authentication (RFC 9110 11), signed tokens (RFC 7515), private keys (RFC 7468), keys and webhooks of well-known services, options of
/// well-known commands.
/// </summary>
internal static partial class SecretForms
{
    /// <summary>Keys by how they begin, and what follows in each.</summary>
    public static readonly (string[] Prefixes, string Follows)[] Keys =
    [
        (["AKIA", "ASIA"], "[A-Z0-9]{16}"), // Amazon
        (["AIza"], @"[\w-]{35}"), // Google
        (["ya29.", "GOCSPX-"], @"[\w-]{16,}"), // Google's OAuth
        (["gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_"], @"\w{20,}"), // GitHub
        (["glpat-", "glrt-", "gldt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glagent-", "glimt-", "gloas-", "glffct-"], @"[\w.-]{16,}"), // GitLab
        (["xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxe.", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"], @"[\w.-]{10,}"), // Slack
        (["pk_live_", "pk_test_", "rk_live_", "rk_test_", "sk_live_", "sk_test_", "sk_org_", "rzp_live_", "rzp_test_"], @"\w{10,}"), // Stripe, Razorpay
        (["whsec_"], "[A-Za-z0-9+/]{16,}"), // webhooks of Stripe, Svix and others
        (["npm_"], "[A-Za-z0-9]{30,}"), // npm
        (["pypi-"], @"[\w-]{40,}"), // PyPI
        (["rubygems_"], "[a-f0-9]{32,}"), // RubyGems
        (["dckr_pat_", "dckr_oat_"], @"[\w-]{16,}"), // Docker
        (["sk-ant-", "sk-proj-", "sk-svcacct-", "sk-or-", "sk-lf-"], @"[\w-]{16,}"), // Anthropic, OpenAI and others
        (["sk-", "gsk_", "xai-", "pplx-", "hf_", "r8_", "nvapi-"], "[A-Za-z0-9]{20,}"), // OpenAI, Groq, xAI, Perplexity, Hugging Face, Replicate, NVIDIA
        (["SG."], @"[\w-]{16,}\.[\w-]{16,}"), // SendGrid
        (["xkeysib-", "key-", "SK"], "[a-f0-9]{32,}"), // Brevo, Mailgun, Twilio
        (["dop_v1_", "doo_v1_", "dor_v1_"], "[a-f0-9]{32,}"), // DigitalOcean
        (["shpat_", "shpss_", "shpca_", "shppa_", "dapi"], "[a-fA-F0-9]{20,}"), // Shopify, Databricks
        (["sq0atp-", "sq0csp-", "sq0idp-"], @"[\w-]{16,}"), // Square
        (["hvs.", "hvb.", "hvr."], @"[\w-]{16,}"), // Vault
        ([".atlasv1."], @"[\w-]{20,}"), // Terraform
        (["pul-", "nfp_", "sbp_", "PMAK-", "NRAK-", "HRKU-"], "[A-Za-z0-9-]{20,}"), // Pulumi, Netlify, Supabase, Postman, New Relic, Heroku
        (["glsa_", "glc_", "figd_", "sntrys_", "sntryu_", "pscale_tkn_", "pscale_pw_", "sb_secret_", "ATATT3", "tskey-", "dp.pt.", "dp.st."], @"[\w=.-]{16,}"), // Grafana, Figma, Sentry, PlanetScale, Supabase, Atlassian, Tailscale, Doppler
        (["lin_api_", "lin_oauth_", "ntn_", "secret_"], "[A-Za-z0-9]{20,}"), // Linear, Notion
        (["pat-na1-", "pat-na2-", "pat-eu1-", "pat-ap1-"], "[a-f0-9-]{20,}"), // HubSpot
        (["AGE-SECRET-KEY-1"], "[A-Z0-9]{20,}"), // age
        (["bot"], @"\d{6,}:[\w-]{30,}"), // Telegram
        ([":AA"], @"[\w-]{32,}"), // Telegram's without its word
        (["EAA", "ABSK"], "[A-Za-z0-9]{20,}"), // Facebook, Square, Amazon's Bedrock
        (["phc_", "phx_", "fo1_", "fm1_", "fm2_", "cfut_", "CCIPAT_", "tfp_", "ops_eyJ", "vercel_blob_rw_", "pcsk_", "tvly-", "ctx7sk-", "re_"], @"[\w+/=-]{20,}"), // PostHog, Fly, Cloudflare, CircleCI, Typeform, 1Password, Vercel, Pinecone, Tavily, Context7, Resend
        (["bkua_", "rdme_", "fc-", "e2b_", "mlsn.", "shptka_"], "[a-f0-9]{20,}"), // Buildkite, ReadMe, Firecrawl, E2B, MailerSend, Shopify
        (["sk.eyJ"], @"[\w.-]{20,}"), // Mapbox
        (["PuTTY-User-Key-File-", "Private-Lines:"], """[^<>"'`]*"""), // PuTTY
    ];

    /// <summary>Addresses that let who knows them write: what each has in it, and how it is written up to its secret part.</summary>
    public static readonly (string Mark, string Address)[] Webhooks =
    [
        ("hooks.slack.com", "hooks.slack.com/(?:services|workflows|triggers)/"),
        ("hooks.slack-gov.com", "hooks.slack-gov.com/(?:services|workflows|triggers)/"),
        ("discord.com", "discord.com/api/(?:v[0-9]+/)?webhooks/"),
        ("discordapp.com", "discordapp.com/api/(?:v[0-9]+/)?webhooks/"),
        ("outlook.office.com", "outlook.office.com/webhook/"),
        ("outlook.office365.com", "outlook.office365.com/webhook/"),
        ("webhook.office.com", "webhook.office.com/webhookb2/"),
        ("chat.googleapis.com", "chat.googleapis.com/v1/spaces/"),
        ("hooks.zapier.com", "hooks.zapier.com/hooks/catch/"),
        ("maker.ifttt.com", "maker.ifttt.com/(?:trigger/[^/\\s]+/(?:json/)?with/key|use)/"),
        ("make.com", "hook\\.(?:[a-z]+[0-9]+\\.)?make.com/"),
        ("integromat.com", "hook\\.integromat.com/"),
        ("webhook.site", "webhook.site/(?:#!/)?"),
    ];

    /// <summary>Programs that take a password as an option of one letter, or of two; an option with a blank takes it as a word of its own only.</summary>
    public static readonly (string[] Programs, string Option)[] Commands =
    [
        (["mysql", "mariadb"], "-p"), // -p alone asks, and a database may follow
        (["sshpass", "7z", "rar", "unrar", "mongo", "psexec", "twine", "ipmitool", "cqlsh", "hdbsql", "beeline", "rdesktop", "ncftp", "useradd", "usermod"], "-p ?"),
        (["rar"], "-hp"),
        (["docker login", "podman login", "buildah login", "helm login", "helm registry login", "az login", "oc login"], "-p ?"),
        (["sqlcmd", "isql", "osql", "tsql", "bcp", "zip", "unzip", "ipmitool", "mosquitto"], "-P ?"),
        (["plink", "pscp", "psftp", "putty"], "-pw "),
        (["redis-cli"], "-a ?"),
        (["ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami", "ldappasswd"], "-w ?"),
        (["lftp"], "-u ?"), // with the user before it, as the next
        (["smbclient"], "-U ?"),
        (["openssl"], "-k "),
        (["ssh-keygen"], "-N "),
        (["snmp"], "-A "),
        (["snmp"], "-X "),
        (["snmp"], "-c "),
        (["winrs"], "-p:"),
        (["xfreerdp"], "/p:"),
        (["schtasks"], "/rp "),
    ];

    private static readonly Form[] Forms =
    [
        new(UserInfo, ["@", "%40"]),
        new(BareUserInfo, ["@", "%40"], IsNoAddress),
        new(UserOption, ["-u", "-a ", "--auth"]),
        new(Bearer, ["bearer"]),
        new(ListedBearer, ["bearer"], HasDigit),
        new(Basic, ["basic"], IsNameAndPassword),
        new(Fields, ["digest", "hawk", "mac "]),
        new(Field, ["nonce=", "response=", "mac="]),
        new(Signed, ["aws ", "goog1 ", "sharedkey", "oss ", "obs "]),
        new(Scheme, ["negotiate", "ntlm", "token ", "key", "gnap", "dpop", "ssws", "splunk", "kakaoak"], HasDigit),
        new(WebToken, ["eyJ"]),
        new(PrivateKey, ["PRIVATE KEY"]),
        new(Identified, ["identified"]),
        new(Machine, ["machine", "default"]),
        new(Parameter, ["code=", "key=", "ticket="], IsRandom),
        new(SecureString, ["SecureString"]),
        new(NetUse, ["net use", "net user", "net+use"]),
        new(HookPath, ["hook"], HasLongSegment),
        new(Hashed, ["$", "sha"]),
        new(WebKey, ["kty"]),
        new(ByPosition, ["sqlplus", "impdp", "expdp", "sqlldr", "vault", "rabbitmqctl", "htpasswd", "wpa_passphrase", "from-literal"]),
        new(HookHost, ["pipedream.net"]),
        new(ServerPassword, ["requirepass", "masterauth"]),
        .. Commands.Select(OfCommand),
        .. Webhooks.Select(webhook => new Form(() => new Regex($"{webhook.Address}(?<value>[\\w/+.@:=-]+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase), [webhook.Mark])),
    ];

    /// <summary>The keys' prefixes are written in one letter case.</summary>
    private static readonly Form[] KeyForms =
    [
        .. Keys.Select(key => new Form(
            () => new Regex($@"(?:\b|_)(?<value>(?:{string.Join('|', key.Prefixes.Select(Regex.Escape))}){key.Follows})", RegexOptions.NonBacktracking), key.Prefixes, comparison: StringComparison.Ordinal)),
    ];

    private static readonly SearchValues<string> AnyMark = SearchValues.Create([.. Forms.SelectMany(form => form.Marks).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> AnyPrefix = SearchValues.Create([.. KeyForms.SelectMany(form => form.Marks).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);

    /// <summary>Whether the text has what each of a form has; most texts have nothing of any.</summary>
    public static bool MayBeIn(string text) => text.AsSpan().ContainsAny(AnyMark) || text.AsSpan().ContainsAny(AnyPrefix);

    /// <summary>Whether there is one.</summary>
    public static bool AreIn(string text) => In(text).Any();

    /// <summary>Where they stand.</summary>
    public static IEnumerable<(int Start, int End)> In(string text) =>
        (text.AsSpan().ContainsAny(AnyMark) ? Forms : []).Concat(text.AsSpan().ContainsAny(AnyPrefix) ? KeyForms : [])
            .Where(form => form.MayBeIn(text))
            .SelectMany(form => form.In(text));

    private static Form OfCommand((string[] Programs, string Option) command)
    {
        var programs = string.Join('|', command.Programs).Replace(" ", @"[\s+]+", StringComparison.Ordinal);
        var option = command.Option.TrimEnd('?').TrimEnd() + (command.Option.EndsWith('?') ? @"[\s+=""',]*" : command.Option.EndsWith(' ') ? @"[""',]*[\s+]+" : "");
        var pattern = $@"\b(?:{programs})[^\r\n|;]*?[\s+""',]{option}[""']?(?<value>[^\s""',+-][^\s""']*)";
        return new(() => new Regex(pattern, RegexOptions.NonBacktracking), [.. command.Programs.Select(program => program.Split(' ')[0])]);
    }

    /// <summary>Whether what stood there as Base64 is a name and a password (RFC 7617 2), without the word that says so. A number is a port or an id.</summary>
    public static bool IsUser(string text) =>
        User().Match(text).Groups["password"] is { Success: true, ValueSpan: var password } && password.ContainsAnyExceptInRange('0', '9') && !SecretNames.IsNoValue(password) && IsNoAddress(text);

    /// <summary>Mail and telephone are written like a name and a password (RFC 6068, RFC 3261, RFC 7565).</summary>
    private static bool IsNoAddress(string value) =>
        !Array.Exists(["mailto:", "sip:", "sips:", "xmpp:", "acct:", "im:"], scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static bool HasDigit(string value) => value.AsSpan().ContainsAnyInRange('0', '9');

    /// <summary>What else follows is a word of a path.</summary>
    private static bool HasLongSegment(string path) => Array.Exists(path.Split('/'), segment => segment.Length >= 16 && HasDigit(segment));

    /// <summary>What <c>code</c> and <c>key</c> hold elsewhere are numbers and words.</summary>
    private static bool IsRandom(string value) => HasDigit(value) && value.AsSpan().ContainsAnyExceptInRange('0', '9') && (value.Count(char.IsDigit) > 2 || value.Any(char.IsUpper));

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
    [GeneratedRegex("""(?:^|[\s"'`=,;({\[<>&?|+/]|%3[dD]|%22)(?<value>[\w.%+~-]+(?::|%3[aA])[^\s"'`<>@/\\&,;]+)(?:@|%40)[\w\[]""", RegexOptions.NonBacktracking)]
    private static partial Regex BareUserInfo();

    /// <summary>As curl and HTTPie take name and password.</summary>
    [GeneratedRegex("""(?:^|[\s+"'`])(?:-[uU]|--user|--proxy-user|-a[\s+]|--auth)[\s+=]*["'`]?(?<value>[^\s"'`:]+:[^\s"'`]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex UserOption();

    /// <summary>Of Redis' settings, whatever the password looks like.</summary>
    [GeneratedRegex("""\b(?:requirepass|masterauth)[\s+]+\\*["']?(?<value>[^\s"'<>]+)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ServerPassword();

    [GeneratedRegex(@"\bbearer[\s+]+(?<value>[\w.~+/=-]{4,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"\bbasic[\s+]+(?<value>[A-Za-z0-9+/]{4,}={0,2})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Basic();

    /// <summary>The same in a list, as of sub-protocols of a WebSocket, or before a dot.</summary>
    [GeneratedRegex(@"\bbearer(?:[\s+]*[,:|][\s+]*|(?:\.[a-z0-9]+)*\.)(?<value>[\w.~+/=-]{8,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ListedBearer();

    /// <summary>Of RFC 7616 3, and the schemes like it: all fields.</summary>
    [GeneratedRegex("""\b(?:digest|hawk|mac)\s+(?<value>\w+\s*=[^\r\n<>]*)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Fields();

    /// <summary>Those fields that are secret or prove one.</summary>
    [GeneratedRegex("""\b(?:response|nonce|cnonce|nextnonce|h?mac)=\\*["']?(?<value>[\w+/=-]{16,})""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Field();

    /// <summary>A key's name and a signature, as stores of objects take them.</summary>
    [GeneratedRegex(@"\b(?:AWS|GOOG1|SharedKey|SharedKeyLite|OSS|OBS)[\s+]+[\w-]+:(?<value>[\w+/=-]{4,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Signed();

    [GeneratedRegex(@"\b(?:negotiate|ntlm|(?:[a-z]+-)?(?:oauth)?token|(?:api-?)?key(?:-v[0-9]+)?|gnap|dpop|ssws|splunk|kakaoak)\s+(?<value>[\w.~+/=-]{16,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
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
    [GeneratedRegex(@"\b(?:machine[\s+]+\S+(?:[\s+]+(?:login|account|user|port|protocol)[\s+]+\S+)*[\s+]+|default(?:[\s+]+(?:login|account|user|port|protocol)[\s+]+\S+)+[\s+]+)(?:password|passwd)[\s+]+(?<value>\S+)|\bdefault[\s+]+password[\s+]+(?<value>\S+)[\s+]+(?:login|account|user)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Machine();

    /// <summary>Names that are one of a secret in an address only, as of an authorization's answer (RFC 6749 4.1.2), and there for what looks like one.</summary>
    [GeneratedRegex("""(?:^|[?&;#\s"'])(?:code|key|ticket)=(?<value>[\w~+%./-]{16,})""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();

    /// <summary>Of PowerShell.</summary>
    [GeneratedRegex("""\bConvertTo-SecureString\b(?:\s+-(?:String|AsPlainText|Force))*\s+(?<value>[^\s-][^\r\n|;]*)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex SecureString();

    /// <summary>Of Windows, before or after the user.</summary>
    [GeneratedRegex("""\bnet[\s+]+use[\s+]+(?<value>[^\r\n]*/u(?:ser)?:[^\r\n]*)|\bnet[\s+]+user[\s+]+[^\s/]+[\s+]+(?<value>[^\s/][^\s"']*)[\s+]+/""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NetUse();

    /// <summary>Of a webhook on any host: Mattermost's, n8n's, Rocket.Chat's. A long match without backtracking costs kilobytes a letter, and this has nothing to go back to.</summary>
    [GeneratedRegex(@"/[\w-]*hooks?(?:-[a-z]+)?/(?<value>[\w./-]+)", RegexOptions.IgnoreCase)]
    private static partial Regex HookPath();

    /// <summary>Of a password, as <c>crypt</c>, LDAP (RFC 2307) and libraries write it.</summary>
    [GeneratedRegex("""\$(?:2[abxy]?|[1567y]|gy|apr1|argon2[id]{0,2}|scrypt|pbkdf2[\w-]*|sha1)\$(?<value>[\w./=,$+-]{20,})|\b(?:pbkdf2|scrypt)[:_][\w:]*\$(?<value>[\w./+=$-]{16,})|\{s?sha[0-9]*\}(?<value>[\w+/=]{20,})""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Hashed();

    /// <summary>A JSON Web Key with its private member (RFC 7518 6).</summary>
    [GeneratedRegex("""["']kty\\*["'](?<value>[^{}]*["'](?:d|k)\\*["']\s*:[^{}]*)|["'](?:d|k)\\*["'](?<value>\s*:[^{}]*["']kty)\\*["']""", RegexOptions.NonBacktracking)]
    private static partial Regex WebKey();

    /// <summary>Passwords that a command takes by their place.</summary>
    [GeneratedRegex("""\b(?:sqlplus|impdp|expdp|sqlldr)[\s+]+(?:-\S+[\s+]+)*(?<value>[^\s/@-][^\s/@]*/[^\s@"']+)|\bvault[\s+]+login[\s+]+(?<value>[^\s-]\S*)|\brabbitmqctl[\s+]+(?:add_user|change_password)[\s+]+\S+[\s+]+(?<value>\S+)|\bhtpasswd[\s+]+-\w*b\w*[\s+]+\S+[\s+]+\S+[\s+]+(?<value>\S+)|\bwpa_passphrase[\s+]+\S+[\s+]+(?<value>\S+)|--from-literal[\s+=]+[\w."'-]+=(?<value>\S+)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ByPosition();

    /// <summary>Pipedream's, whose host is the secret.</summary>
    [GeneratedRegex(@"(?<value>[a-z0-9]{8,})(?:\.[a-z0-9]+)?\.pipedream\.net", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex HookHost();

    [GeneratedRegex(@"^[A-Za-z][\w.@+-]{0,63}:(?<password>[^\s/]\S{3,99})$")]
    private static partial Regex User();

    /// <param name="pattern">Its group <c>value</c> is what goes. It is made when a text has a mark: each takes up to a megabyte, and most are never needed.</param>
    /// <param name="marks">One of them is in each text that has one.</param>
    /// <param name="isOne">What the pattern cannot say.</param>
    /// <param name="comparison">Of marks.</param>
    private sealed class Form(Func<Regex> pattern, string[] marks, Predicate<string>? isOne = null, StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        private readonly SearchValues<string> _marks = SearchValues.Create(marks, comparison);
        private readonly Lazy<Regex> _pattern = new(pattern);

        public string[] Marks => marks;

        public bool MayBeIn(string text) => text.AsSpan().ContainsAny(_marks);

        public IEnumerable<(int Start, int End)> In(string text) =>
            from found in _pattern.Value.EachIn(text)
            let value = Value(found)
            where isOne?.Invoke(value.Value) ?? true
            select (value.Index, value.Index + value.Length);

        /// <summary>The whole match where the group is empty: without backtracking one that reaches over the text's last line break is lost (.NET 10).</summary>
        private static Group Value(Match found) => found.Groups["value"] is { Length: > 0 } value ? value : found;
    }
}
