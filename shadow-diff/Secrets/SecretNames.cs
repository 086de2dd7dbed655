using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Names whose values are secrets wherever they stand: as a query parameter, a header, a member of a JSON document, a field of a form. A name
/// is one of them when a listed one is a word of it: <c>token</c> also stands for <c>access_token</c>, <c>resetToken</c>, <c>token_value</c>
/// and <c>X-CSRF-Token</c>, though not for <c>token_count</c>. Rather one too many is taken for a secret than one too few.
/// </summary>
public sealed partial class SecretNames
{
    /// <summary>What stands for a value that is not kept.</summary>
    public const string Placeholder = "(not stored)";

    private const int LongestName = 200;

    /// <summary>A longer one is not looked into: it goes as a whole.</summary>
    private const int LongestText = 4 * 1024 * 1024;

    /// <summary>Letters that are looked at together.</summary>
    private const int WindowLength = 512;

    private static readonly SearchValues<char> EndsOfSecret = SearchValues.Create("&#\"'<>\\ \t\r\n");

    private readonly SecretWords? _words;
    private readonly SearchValues<string> _long;
    private readonly SearchValues<string> _anyShort;
    private readonly string[] _short;
    private readonly int _longest;

    /// <param name="names">Names, in any letter case and with or without <c>-</c> and <c>_</c>.</param>
    public SecretNames(IEnumerable<string> names)
    {
        Listed = [.. names];
        var compact = Listed.Select(Compact).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        _words = compact.Count > 0 ? new SecretWords(compact) : null;
        _short = [.. compact.Where(name => name.Length < SecretWords.LongEnoughToLead)];
        _anyShort = SearchValues.Create(_short, StringComparison.OrdinalIgnoreCase);
        _long = SearchValues.Create([.. compact.Except(_short)], StringComparison.Ordinal);
        _longest = Math.Min(compact.Select(name => name.Length).DefaultIfEmpty().Max(), WindowLength / 2);
    }

    /// <summary>As they were given.</summary>
    public IReadOnlyList<string> Listed { get; }

    /// <summary>Those that are kept out unless <c>rules.json</c> lists others.</summary>
    public static SecretNames WellKnown { get; } = new(
    [
        "token", "secret", "credential", "credentials", "auth", "oauth", "authorization", "authentication", "bearer", "jwt", "dpop", "signature", "sig", "sas", "SAMLResponse",
        "password", "passwd", "pwd", "pw", "pass", "passphrase", "passcode", "db_pass", "pwd_hash", "pass_hash", "pin", "connection_string",
        "creds", "cred", "assertion", "auth_header", "dockerconfigjson", "psk", "pswd", "passw", "psswd", "pword", "passwrd", "passkey", "pwhash", "ntlm_hash", "nt_hash", "lm_hash", "dsn", "conn_str",
        "otp", "totp", "otp_code", "auth_code", "access_code", "security_code", "verification_code", "recovery_code", "reset_code", "backup_code", "code_verifier",
        "mfa_code", "2fa_code", "two_factor_code", "sms_code", "one_time_code", "device_code", "pincode", "seed_phrase", "recovery_phrase", "mnemonic",
        "api_key", "access_key", "private_key", "priv_key", "secret_key", "auth_key", "signing_key", "encryption_key", "hmac", "hmac_key", "aes_key", "account_key", "app_key",
        "consumer_key", "deploy_key", "functions_key", "master_key", "service_key", "shared_key", "ssh_key", "storage_key", "subscription_key", "client_cert",
        "tls_key", "ssl_key", "cert_key", "rsa_key", "client_key", "crypt_key", "cipher_key", "enc_key", "decryption_key", "recovery_key", "license_key", "client_certificate",
        "cookie", "csrf", "xsrf", "session", "session_id", "sid", "PHPSESSID", "connect.sid",
        "passwort", "kennwort", "contraseña", "contrasena", "mot_de_passe", "passe", "mdp", "senha", "palavra_passe", "wachtwoord", "lösenord", "passord", "hasło", "heslo", "пароль",
        "パスワード", "密码", "密碼", "비밀번호",
        "zugangsdaten", "geheimnis", "parola", "salasana", "jelszó", "şifre", "adgangskode", "kodeord", "κωδικός", "暗証番号", "口令", "密钥", "令牌", "암호", "סיסמה", "รหัสผ่าน",
    ]);

    /// <summary>
    /// Whether a value says that there is none, as programs write that: it is shown under any name, since one side's <c>null</c> and another's
    /// secret must not look alike.
    /// </summary>
    public static bool IsNoValue(ReadOnlySpan<char> value) => NoValue().IsMatch(value);

    /// <summary>Whether the value under this name is a secret.</summary>
    public bool Has(string name)
    {
        name = name.Length <= LongestName ? name : name[^LongestName..];
        if (!HasPart(name))
            return false;

        // As forms write what stands within something: sig[a][b].
        if (name.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket && Has(name[..bracket]))
            return true;

        return _words!.AreOfSecret(name, Compact(name));
    }

    /// <summary>
    /// The text without its secrets. Addresses and forms are taken apart: values of parameters go, and a password before a host. Any other text
    /// that gives a secret a value, however it is encoded, goes as a whole.
    /// </summary>
    public string OutOf(string text)
    {
        if (_words is null || !(TextLayers.IsEncoded(text) || MayName(text)))
            return text;

        var shown = UserInfo().Replace(OutOfAddress(text), found => $"{found.Groups["scheme"].Value}{Placeholder}@");
        return MayBeIn(shown) ? Placeholder : shown;
    }

    /// <summary>Whether a text that cannot be taken apart names a secret and gives it a value, be it in an encoding within an encoding.</summary>
    public bool MayBeIn(string text) =>
        _words is not null && (text.Length > LongestText || TextLayers.Of(text).Any(layer => Base64Text.In(layer).Any(SecretForms.IsUser) || (MayName(layer) && HasSecret(NamesOfFields.OutOf(layer)))));

    /// <summary>The same of a text that stood there as Base64.</summary>
    public bool AreEncodedAs(string decoded) => _words is not null && (SecretForms.IsUser(decoded) || MayBeIn(decoded));

    /// <summary>The same of a text of which somebody has hidden a part already: a mark for a secret is not one more.</summary>
    public string OutOfRest(string text) => string.Join(Placeholder, text.Split(Placeholder).Select(OutOf));

    /// <summary>
    /// A place in a document without the names that a secret holds: a hash stands for each, so that two places stay two, in the store and on
    /// pages.
    /// </summary>
    /// <param name="path">RFC 6901, with <c>*</c> for each array index; a part's name may stand before it.</param>
    public string OutOfPath(string path)
    {
        var segments = path.Split('/');
        for (var (at, isWithin) = (1, false); at < segments.Length; at++)
        {
            var name = JsonPath.Unescape(segments[at]);
            if (isWithin && segments[at] != "*")
                segments[at] = HiddenName.Of(name);

            isWithin = isWithin || Has(name);
        }

        return string.Join('/', segments);
    }

    /// <summary>A web page, a script or a style sheet, which names secrets more often than it holds one, without the values; null when it goes as a whole.</summary>
    public string? OutOfPage(string text) => _words is null ? text : text.Length > LongestText ? null : new SecretPage(this).Without(text);

    private bool HasSecret(string text) => new SecretSpans(text, Has).Any(isPage: false) || SecretColumns.AreIn(text, Has) || SecretNotations.AreIn(text, Has, isPage: false);

    private string OutOfAddress(string text)
    {
        var (result, copied) = (new StringBuilder(), 0);
        for (var found = Parameter().Match(text); found.Success; found = Parameter().Match(text, Math.Max(copied, found.Index + found.Length)))
        {
            var start = found.Index + found.Length;
            var end = text.AsSpan(start).IndexOfAny(EndsOfSecret) is var length and >= 0 ? start + length : text.Length;

            // One in quotes is no address's, nor is a comment; and an equals sign alone is padding.
            if (end > start && text.AsSpan(start, end - start) is not ['/', '/' or '*', ..] && text.AsSpan(start, end - start) is not "=" && (end == text.Length || !"\"'\\".Contains(text[end], StringComparison.Ordinal)) && IsOfSecret(found.Groups["name"].Value, text[start..end]))
            {
                result.Append(text, copied, start - copied).Append(Placeholder);
                copied = end;
            }
        }

        return copied == 0 ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private bool IsOfSecret(string name, string value) =>
        (!IsNoValue(value) && TextLayers.Of(name).Any(Has)) || SecretForms.AreIn($"{name}={value}") || (TextLayers.IsEncoded(value) && MayBeIn(value));

    /// <summary>Whether there is anything that a closer look could take for a secret; of most texts this is all that is asked.</summary>
    private bool MayName(string text) => HasPart(text) || SecretForms.MayBeIn(text);

    /// <summary>Whether a listed name is in the text at all: a long one whatever stands between its letters, a short one where a word ends.</summary>
    private bool HasPart(ReadOnlySpan<char> text) => HasShort(text) || HasLong(text);

    private bool HasShort(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length && text[at..].IndexOfAny(_anyShort) is var found and >= 0; at++)
        {
            at += found;
            foreach (var name in _short)
            {
                if (text[at..].StartsWith(name, StringComparison.OrdinalIgnoreCase) && EndsWord(text[(at + name.Length)..]))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A plural is no other word.</summary>
    private static bool EndsWord(ReadOnlySpan<char> rest) => rest is [] || !char.IsLower(rest[0]) || (rest[0] == 's' && (rest.Length == 1 || !char.IsLower(rest[1])));

    private bool HasLong(ReadOnlySpan<char> text)
    {
        var compact = new Window(stackalloc char[WindowLength], _long, _longest);
        var letters = new Window(stackalloc char[WindowLength], _long, _longest);
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c))
                continue;

            var lower = char.ToLowerInvariant(c);
            if (compact.HasWith(lower) || (char.IsLetter(c) && letters.HasWith(lower)))
                return true;
        }

        return compact.Has() || letters.Has();
    }

    private static string Compact(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex(@"^(?>\s*)(?:null|\(null\)|none|nil|undefined|n/a|true|false)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoValue();

    [GeneratedRegex("""(?<=^|[?&;#\s])(?<name>[\w.~%+\[\]-]{1,200})=""")]
    private static partial Regex Parameter();

    /// <summary>What stands before a host; a password in it may hold what it should not.</summary>
    [GeneratedRegex("""(?<scheme>:(?:\\?/){2})(?:[^/@\s?#"'<>\\]+|[^/\s"'<>\\]*:[^\s"'<>]*)@""", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    /// <summary>Letters of a text as they come, with room for some, and names to find in them.</summary>
    private ref struct Window(Span<char> letters, SearchValues<string> names, int longest)
    {
        private readonly Span<char> _letters = letters;
        private int _count;

        /// <summary>Whether a name is among the letters that were here before there was no more room for this one.</summary>
        public bool HasWith(char letter)
        {
            if (_count == _letters.Length)
            {
                if (Has())
                    return true;

                // A name may have begun.
                _letters[^longest..].CopyTo(_letters);
                _count = longest;
            }

            _letters[_count++] = letter;
            return false;
        }

        public readonly bool Has() => _letters[.._count].ContainsAny(names);
    }
}
