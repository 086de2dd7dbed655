using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Testers;

/// <summary>
/// What a tester's link and cookie carry: the side, and a code that only the secret gives. Neither tells the secret, and both end with it.
/// All is compared in constant time.
/// </summary>
internal sealed class TesterPasses
{
    private readonly byte[] _secretHash;

    public TesterPasses(string secret)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        _secretHash = SHA256.HashData(key);
        (Legacy, Modern, Off) = (Pass("legacy"), Pass("modern"), Pass("off"));

        string Pass(string choice) => $"{choice}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"tester {choice}")).AsSpan(..16))}";
    }

    /// <summary>For one who wants legacy's answers.</summary>
    public string Legacy { get; }

    /// <summary>For one who wants modern's.</summary>
    public string Modern { get; }

    /// <summary>For one who wants to be a client as any other again.</summary>
    public string Off { get; }

    /// <summary>The choice of a pass; null for one that is none of a side's.</summary>
    public TesterChoice? ChoiceOf(ReadOnlySpan<char> pass) => IsSame(pass, Modern) ? TesterChoice.Modern : IsSame(pass, Legacy) ? TesterChoice.Legacy : null;

    public bool IsOff(ReadOnlySpan<char> pass) => IsSame(pass, Off);

    public bool IsSecret(string text) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), _secretHash);

    private static bool IsSame(ReadOnlySpan<char> given, string pass) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(given), MemoryMarshal.AsBytes(pass.AsSpan()));
}
