using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Names whose values are secrets wherever they stand: as a query parameter, a header, a member of a JSON document, a field of a form. A name
/// is one of them when a listed one is a word of it or its end: <c>token</c> also stands for <c>access_token</c>, <c>resetToken</c>,
/// <c>token_value</c> and <c>X-CSRF-Token</c>. Rather one too many is taken for a secret than one too few.
/// </summary>
public sealed partial class SecretNames
{
    /// <summary>What stands for a value that is not kept.</summary>
    public const string Placeholder = "(not stored)";

    /// <summary>Shorter ones must be the last word: <c>sig</c> is in <c>design</c> too, and <c>auth_user</c> is none.</summary>
    private const int LongEnoughToEnd = 5;

    /// <summary>Shorter ones are parts of other words: <c>token</c> of <c>tokenizer</c>.</summary>
    private const int LongEnoughToBeWithin = 6;

    private const int LongestName = 200;

    /// <summary>A longer one is not looked into: it goes as a whole.</summary>
    private const int LongestText = 4 * 1024 * 1024;

    private const int MostWords = 4;

    private static readonly SearchValues<char> EndsOfSecret = SearchValues.Create("&#\"'<>\\ \t\r\n");

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    private readonly HashSet<string> _names;
    private readonly SearchValues<string> _parts;

    /// <param name="names">Names, in any letter case and with or without <c>-</c> and <c>_</c>.</param>
    public SecretNames(IEnumerable<string> names)
    {
        Listed = [.. names];
        _names = Listed.Select(Compact).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        _parts = SearchValues.Create([.. _names], StringComparison.Ordinal);
    }

    /// <summary>As they were given.</summary>
    public IReadOnlyList<string> Listed { get; }

    /// <summary>Those that are kept out unless <c>rules.json</c> lists others.</summary>
    public static SecretNames WellKnown { get; } = new(
    [
        "token", "password", "passwd", "pwd", "pass", "passphrase", "secret", "api_key", "access_key", "private_key", "secret_key", "auth_key", "signing_key",
        "encryption_key", "account_key", "functions_key", "subscription_key", "master_key", "shared_key", "ssh_key", "signature", "sig", "credential", "credentials", "auth", "oauth", "authorization", "authentication", "bearer", "cookie", "csrf", "xsrf",
        "session_id", "jwt", "otp", "dpop",
    ]);

    /// <summary>Whether the value under this name is a secret.</summary>
    public bool Has(string name)
    {
        name = name.Length <= LongestName ? name : name[^LongestName..];
        if (!HasPart(name))
            return false;

        // As forms write what stands within something: sig[a][b].
        if (name.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket && Has(name[..bracket]))
            return true;

        var compact = Compact(name);
        return IsListed(compact) || HasWords(name) || _names.Any(secret => IsPartOf(secret, compact));
    }

    /// <summary>
    /// The text without its secrets. Addresses and forms are taken apart: values of parameters go, and a password before a host. Any other text
    /// that gives a secret a value, however it is encoded, goes as a whole.
    /// </summary>
    public string OutOf(string text)
    {
        if (_names.Count == 0 || !(TextLayers.IsEncoded(text) || MayName(text)))
            return text;

        var shown = UserInfo().Replace(OutOfAddress(text), found => $"{found.Groups["scheme"].Value}{Placeholder}@");
        return MayBeIn(shown) ? Placeholder : shown;
    }

    /// <summary>Whether a text that cannot be taken apart names a secret and gives it a value, be it in an encoding within an encoding.</summary>
    public bool MayBeIn(string text) =>
        _names.Count > 0 && (text.Length > LongestText || TextLayers.Of(text).Any(layer => MayName(layer) && (new SecretSpans(layer, Has).Any(isPage: false) || SecretColumns.AreIn(layer, Has) || SecretNotations.AreIn(layer, Has))));

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
    public string? OutOfPage(string text) => _names.Count == 0 ? text : text.Length > LongestText ? null : new SecretPage(this).Without(text);

    private string OutOfAddress(string text)
    {
        var (result, copied) = (new StringBuilder(), 0);
        for (var found = Parameter().Match(text); found.Success; found = Parameter().Match(text, Math.Max(copied, found.Index + found.Length)))
        {
            var start = found.Index + found.Length;
            var end = text.AsSpan(start).IndexOfAny(EndsOfSecret) is var length and >= 0 ? start + length : text.Length;

            // One in quotes is no address's.
            if (end > start && (end == text.Length || !"\"'\\".Contains(text[end], StringComparison.Ordinal)) && IsOfSecret(found.Groups["name"].Value, text[start..end]))
            {
                result.Append(text, copied, start - copied).Append(Placeholder);
                copied = end;
            }
        }

        return copied == 0 ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private bool IsOfSecret(string name, string value) => TextLayers.Of(name).Any(Has) || (TextLayers.IsEncoded(value) && MayBeIn(value));

    /// <summary>Whether there is anything that a closer look could take for a secret; of most texts this is all that is asked.</summary>
    private bool MayName(string text) => HasPart(text) || SecretForms.MayBeIn(text);

    /// <summary>Whether a listed name is in the text at all, whatever stands between its letters.</summary>
    private bool HasPart(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(2 * text.Length);
        var letters = buffer.AsSpan(0, text.Length);
        var compact = buffer.AsSpan(text.Length, text.Length);
        var (letterCount, count) = (0, 0);
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c))
                continue;

            compact[count++] = char.ToLowerInvariant(c);
            if (char.IsLetter(c))
                letters[letterCount++] = compact[count - 1];
        }

        var has = compact[..count].ContainsAny(_parts) || letters[..letterCount].ContainsAny(_parts);
        ArrayPool<char>.Shared.Return(buffer);
        return has;
    }

    private bool HasWords(string name)
    {
        string[] words = [.. Word().Matches(name).Select(word => word.Value.ToLowerInvariant())];
        for (var from = 0; from < words.Length; from++)
        {
            var joined = "";
            for (var to = from; to < Math.Min(words.Length, from + MostWords); to++)
            {
                joined += words[to];
                if ((joined.Length >= LongEnoughToEnd || to == words.Length - 1) && IsListed(joined))
                    return true;
            }
        }

        return false;
    }

    private bool IsListed(string compact) => compact.Length > 0 && (_names.Contains(compact) || _names.Contains(Singular(compact)));

    /// <summary>Whether the name ends with the secret's, or has it within: one without a vowel ends no other word, so it may be short.</summary>
    private static bool IsPartOf(string secret, string compact) =>
        ((secret.Length >= LongEnoughToEnd || !secret.AsSpan().ContainsAny(Vowels)) && (compact.EndsWith(secret, StringComparison.Ordinal) || Singular(compact).EndsWith(secret, StringComparison.Ordinal)))
        || (secret.Length >= LongEnoughToBeWithin && compact.Contains(secret, StringComparison.Ordinal));

    private static string Singular(string compact) => compact is [.. var one, 's'] ? one : compact;

    private static string Compact(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>A word of a name: names are written in camel case, with separators, and with numbers.</summary>
    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{L}+")]
    private static partial Regex Word();

    [GeneratedRegex("""(?<=^|[?&;#\s])(?<name>[\w.~%+\[\]-]{1,200})=""")]
    private static partial Regex Parameter();

    /// <summary>What stands before a host; a password in it may hold what it should not.</summary>
    [GeneratedRegex("""(?<scheme>:(?:\\?/){2})(?:[^/@\s?#"'<>\\]+|[^/\s"'<>\\]*:[^\s"'<>]*)@""", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();
}
