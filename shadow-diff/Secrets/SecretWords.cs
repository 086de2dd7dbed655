using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Judges a name by its words, which are split at separators, digits and changes of case. A listed name must be a word of it, or several in a
/// row (<c>apiKey</c> of <c>my_apiKey_2</c>), or end one that is written together (<c>accesstoken</c>). What describes a secret
/// (<c>password_policy</c>, <c>max_tokens</c>) is none.
/// </summary>
/// <param name="names">Lower case, letters and digits only.</param>
internal sealed partial class SecretWords(IReadOnlySet<string> names)
{
    /// <summary>Shorter names must be the last word: <c>auth_user</c> is none, nor <c>pin_count</c>.</summary>
    public const int LongEnoughToLead = 5;

    private const int MostWords = 4;

    /// <summary>Words after a secret's that tell something about it.</summary>
    public static readonly FrozenSet<string> Descriptions = FrozenSet.Create(
        "policy", "policies", "count", "counts", "counter", "length", "len", "size", "limit", "limits", "quota", "used", "usage", "uses", "per", "bucket", "accepted",
        "accept", "consent", "banner", "notice", "enabled", "disabled", "required", "optional", "allowed", "supported", "strength", "score", "version", "algorithm", "alg",
        "type", "types", "kind", "format", "pattern", "regex", "rule", "rules", "expires", "expire", "expired", "expiry", "expiration", "age", "ttl", "lifetime",
        "duration", "timeout", "issued", "change", "changed", "updated", "modified", "created", "rotated", "rotation", "at", "date", "time", "timestamp", "days", "hours",
        "minutes", "seconds", "status", "valid", "invalid", "attempts", "retries", "failures", "placeholder", "label", "endpoint", "issuer", "audience", "scope",
        "scopes", "method", "methods", "mode", "provider", "manager", "name", "names", "index", "offset", "position", "fingerprint", "fingerprints");

    /// <summary>First words of the same kind.</summary>
    public static readonly FrozenSet<string> Measures = FrozenSet.Create(
        "max", "min", "total", "num", "number", "count", "has", "allow", "allows", "require", "requires", "needs", "supports", "show", "hide");

    /// <summary>Words after a secret's that are still the secret: <c>pin_hash</c>.</summary>
    private static readonly FrozenSet<string> Renderings = FrozenSet.Create(
        "hash", "hashed", "digest", "value", "values", "val", "text", "string", "str", "data", "raw", "plain", "plaintext", "cleartext", "enc", "encrypted", "crypt", "bcrypt",
        "hex", "salt", "seed", "sha", "md", "base", "key", "code", "new", "old", "current", "confirm", "confirmation", "confirmed", "repeat", "again", "check", "verify", "verification", "retype");

    /// <summary>What a short name is written together with: <c>dbpass</c>, but not <c>compass</c>.</summary>
    private static readonly FrozenSet<string> Owners = FrozenSet.Create(
        "db", "user", "my", "smtp", "mail", "email", "imap", "pop", "ftp", "sftp", "ssh", "root", "admin", "sql", "mysql", "pg", "redis", "mongo", "http", "proxy", "key", "store", "master",
        "login", "ldap", "wifi", "app", "api", "web", "client", "server", "auth", "account", "new", "old", "sudo", "basic", "rpc", "mqtt", "amqp");

    /// <summary>Long ones that count as short: they end other words (<c>obsession</c>, <c>impasse</c>) and begin harmless names.</summary>
    private static readonly FrozenSet<string> LastOnly = FrozenSet.Create("session", "passe");

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>The last word of a name, in lower case; empty for none.</summary>
    public static string Last(string name)
    {
        var last = "";
        foreach (var word in Word().EnumerateMatches(name))
            last = name[word.Index..(word.Index + word.Length)];

        return last.ToLowerInvariant();
    }

    /// <summary>Whether the value under this name is a secret.</summary>
    public bool AreOfSecret(string name, string compact)
    {
        if (IsListed(compact))
            return true;

        string[] words = [.. Word().Matches(name).Select(word => word.Value.ToLowerInvariant())];
        var end = EndOfSecret(words);
        return end > 0 && !words.Skip(end).Any(Descriptions.Contains) && !(end > 1 && Measures.Contains(words[0]));
    }

    /// <summary>How many words there are up to the end of the last secret; 0 for none.</summary>
    private int EndOfSecret(string[] words)
    {
        var end = 0;
        for (var from = 0; from < words.Length; from++)
        {
            var joined = "";
            for (var to = from; to < Math.Min(words.Length, from + MostWords); to++)
            {
                joined += words[to];
                if (to >= end && (Leads(joined) || (IsSecret(joined) && words.Skip(to + 1).All(Renderings.Contains))))
                    end = to + 1;
            }
        }

        return end;
    }

    /// <summary>Whether it is one whatever follows.</summary>
    private bool Leads(string word) => word.Length >= LongEnoughToLead && !LastOnly.Contains(word) && !LastOnly.Contains(Singular(word)) && (IsListed(word) || EndsWithLong(word) || IsRendered(word));

    private bool IsSecret(string word) => IsListed(word) || EndsWithLong(word) || IsOwned(word) || IsRendered(word);

    private bool IsListed(string word) => word.Length > 0 && (names.Contains(word) || names.Contains(Singular(word)));

    /// <summary>One without a vowel ends no other word, so it may be short.</summary>
    private bool EndsWithLong(string word)
    {
        foreach (var name in names)
        {
            if ((name.Length >= LongEnoughToLead ? !LastOnly.Contains(name) : !name.AsSpan().ContainsAny(Vowels)) && (word.EndsWith(name, StringComparison.Ordinal) || Singular(word).EndsWith(name, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private bool IsOwned(string word)
    {
        foreach (var name in names)
        {
            if (word.EndsWith(name, StringComparison.Ordinal) && Owners.Contains(word[..^name.Length]))
                return true;
        }

        return false;
    }

    /// <summary><c>passwordhash</c>, as one word.</summary>
    private bool IsRendered(string word)
    {
        foreach (var rendering in Renderings)
        {
            if (word.EndsWith(rendering, StringComparison.Ordinal) && word[..^rendering.Length] is var rest && (IsListed(rest) ? rest.Length >= LongEnoughToLead : EndsWithLong(rest)))
                return true;
        }

        return false;
    }

    private static string Singular(string word) => word is [.. var one, 's'] ? one : word;

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{L}+")]
    private static partial Regex Word();
}
