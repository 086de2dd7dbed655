using System.Security.Cryptography;
using System.Text.Unicode;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Compares two bodies by what they are: JSON deep and typed, other text by line, anything else by length and hash.</summary>
internal sealed class BodyComparer(ResponsePair pair, ActiveRules rules, DifferenceList found)
{
    private readonly byte[] _legacy = pair.Legacy.Body;
    private readonly byte[] _modern = pair.Modern.Body;

    public void Compare()
    {
        if (_legacy.AsSpan().SequenceEqual(_modern))
        {
            return;
        }

        if (_legacy.Length == 0 || _modern.Length == 0)
        {
            var kind = _modern.Length == 0 ? DivergenceKind.Missing : DivergenceKind.Extra;
            found.Add(Location.Body, kind, Describe(_legacy), Describe(_modern));
        }
        else if (!(MediaKind.IsJson(pair.Legacy) || MediaKind.IsJson(pair.Modern)) || !CompareJson())
        {
            CompareAsText();
        }
    }

    /// <summary>False when neither side is JSON after all.</summary>
    private bool CompareJson()
    {
        var (legacy, modern) = (JsonTree.TryParse(_legacy), JsonTree.TryParse(_modern));
        if (legacy is null && modern is null)
        {
            return false;
        }

        if (legacy is null || modern is null)
        {
            found.Add(Location.Body, DivergenceKind.InvalidJson, Describe(_legacy), Describe(_modern));
            return true;
        }

        new JsonComparer(_legacy, _modern, rules, found).Compare(legacy, modern);
        return true;
    }

    private void CompareAsText()
    {
        if (MediaKind.IsText(pair.Legacy, _legacy) && MediaKind.IsText(pair.Modern, _modern))
        {
            var (legacy, modern) = TextLines.FirstDifference(_legacy, _modern);
            found.Add(Location.Body, DivergenceKind.Text, legacy, modern);
        }
        else
        {
            found.Add(Location.Body, DivergenceKind.Binary, Describe(_legacy), Describe(_modern));
        }
    }

    private static string? Describe(byte[] body) =>
        body.Length == 0 ? null
        : Utf8.IsValid(body) ? Excerpt.Of(System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 2_000))))
        : $"{body.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(body))}";
}
