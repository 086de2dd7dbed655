using System.Security.Cryptography;
using System.Text;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Names a divergence by route, status pair, location with wildcards and kind: the same on every machine and in every run.
/// A divergence that a rule means has another fingerprint than an open one at the same place.
/// </summary>
internal static class Fingerprint
{
    public static string Of(ResponsePair pair, string at, DivergenceKind kind, string? onPurpose = null)
    {
        var text = $"{pair.Route}\n{pair.Legacy.Status}\n{pair.Modern.Status}\n{at}\n{kind}\n{onPurpose}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
