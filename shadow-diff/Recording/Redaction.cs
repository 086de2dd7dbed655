using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Recording;

/// <summary>What stands in stored exchanges for values that are not kept.</summary>
internal static partial class Redaction
{
    public const string Placeholder = SecretNames.Placeholder;

    /// <summary>Bytes of a hash that are kept: enough to see that two values differ.</summary>
    private const int HashLength = 8;

    /// <summary>Needed to mirror a request, and nowhere after (docs/architecture.md).</summary>
    private static readonly FrozenSet<string> Credentials = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Authorization", "Cookie", "Proxy-Authorization", "Set-Cookie", "X-Api-Key");

    /// <summary>What a body is, which is no one's secret.</summary>
    private static readonly FrozenSet<string> Framing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Content-Encoding", "Content-Length", "Content-Type", "Transfer-Encoding");

    /// <summary>Known to this run of the program only and never written: values of a small range cannot be found by trying.</summary>
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether a stored value, or a part of it, stands for another.</summary>
    public static bool IsMark(string value) => value.Contains(Placeholder, StringComparison.Ordinal) || HashedForm.IsMatch(value);

    public static bool IsCredential(string header) => Credentials.Contains(header);

    public static bool IsFraming(string header) => Framing.Contains(header);

    /// <summary>A value's type and salted hash. Equal values have equal hashes within one run.</summary>
    public static string Hashed(string type, ReadOnlySpan<byte> value) => $"{type} {Hash(value)}";

    public static string Hashed(string type, string value) => Hashed(type, Encoding.UTF8.GetBytes(value));

    public static string Hash(ReadOnlySpan<byte> value) => Convert.ToHexStringLower(HMACSHA256.HashData(Salt, value).AsSpan(0, HashLength));

    [GeneratedRegex(@"^\w+ [0-9a-f]{16}$")]
    private static partial Regex HashedForm { get; }
}
