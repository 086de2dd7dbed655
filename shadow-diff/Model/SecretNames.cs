using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Names whose values are secrets wherever they stand: as a query parameter, a header, a member of a JSON document, a field of a form. A name
/// is one of them when it ends with a listed one: <c>token</c> also stands for <c>access_token</c>, <c>resetToken</c> and <c>X-CSRF-Token</c>.
/// </summary>
public sealed partial class SecretNames
{
    /// <summary>What stands for a value that is not kept.</summary>
    public const string Placeholder = "(not stored)";

    /// <summary>Shorter ones must be words of their own: <c>sig</c> is in <c>design</c> too.</summary>
    private const int LongEnoughToEnd = 5;

    private readonly HashSet<string> _names;

    /// <param name="names">Names, in any letter case and with or without <c>-</c> and <c>_</c>.</param>
    public SecretNames(IEnumerable<string> names) => _names = names.Select(Compact).ToHashSet(StringComparer.Ordinal);

    /// <summary>Those that are kept out unless <c>rules.json</c> lists others.</summary>
    public static SecretNames WellKnown { get; } = new(
    [
        "token", "password", "passwd", "pwd", "passphrase", "secret", "api_key", "access_key", "private_key", "signature", "sig", "credential", "credentials",
        "authorization", "session_id", "jwt", "otp",
    ]);

    /// <summary>Whether the value under this name is a secret.</summary>
    public bool Has(string name)
    {
        if (_names.Count == 0)
            return false;

        var compact = Compact(name);
        return _names.Contains(compact) || _names.Contains(compact.TrimEnd('s')) || _names.Contains(Compact(LastWord().Match(name).Value))
            || _names.Any(secret => secret.Length >= LongEnoughToEnd && (compact.EndsWith(secret, StringComparison.Ordinal) || compact.TrimEnd('s').EndsWith(secret, StringComparison.Ordinal)));
    }

    /// <summary>The text without the secrets of the addresses and forms in it: values of parameters, and a password before a host.</summary>
    public string OutOf(string text) => _names.Count == 0 ? text : UserInfo().Replace(
        Parameter().Replace(text, found => Has(Uri.UnescapeDataString(found.Groups["name"].Value)) ? $"{found.Groups["name"].Value}={Placeholder}" : found.Value),
        $"://{Placeholder}@");

    /// <summary>Whether a text that cannot be taken apart names a secret and gives it a value.</summary>
    public bool MayBeIn(string text) => _names.Count > 0 && Assignment().Matches(text).Any(found => Has(found.Groups["name"].Value));

    private static string Compact(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>What follows the last separator, or the last change to an upper-case letter.</summary>
    [GeneratedRegex("(?:[A-Z]?[a-z0-9]+|[A-Z0-9]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex LastWord();

    [GeneratedRegex("""(?<=^|[?&;#\s])(?<name>[\w.~%+\[\]-]{1,200})=[^&;#?\s"'<>]*""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"://[^/@\s?#]+@", RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    [GeneratedRegex("""(?<name>[\w.-]{2,200})["']?\s*[:=]""", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();
}
