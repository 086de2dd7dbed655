using System.Security.Cryptography;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Compares two bodies by what they are: JSON deep and typed, other text by line, anything else by length and hash.</summary>
internal sealed class BodyComparer(ResponsePair pair, ActiveRules rules, DifferenceList found, int maxDecodedBytes)
{
    /// <summary>The reason why the bodies cannot be compared; null when they have been.</summary>
    public UncomparedReason? Compare()
    {
        var (sentLegacy, sentModern) = (pair.Legacy.Body, pair.Modern.Body);
        if (sentLegacy.AsSpan().SequenceEqual(sentModern) && ContentCodings.Of(pair.Legacy).SequenceEqual(ContentCodings.Of(pair.Modern)))
            return null;

        var (legacy, modern) = (DecodedBody.Of(pair.Legacy, maxDecodedBytes), DecodedBody.Of(pair.Modern, maxDecodedBytes));
        if (legacy.State == DecodedState.TooLarge || modern.State == DecodedState.TooLarge)
            return UncomparedReason.OversizeDecoded;

        if (legacy.State == DecodedState.Unreadable || modern.State == DecodedState.Unreadable)
            found.Add(Location.Body, DivergenceKind.Binary, Measure(sentLegacy), Measure(sentModern));
        else
            CompareDecoded(legacy.Bytes, modern.Bytes);

        return null;
    }

    private void CompareDecoded(byte[] legacy, byte[] modern)
    {
        if (legacy.AsSpan().SequenceEqual(modern))
            return;

        if (legacy.Length == 0 || modern.Length == 0)
        {
            var kind = modern.Length == 0 ? DivergenceKind.Missing : DivergenceKind.Extra;
            found.Add(Location.Body, kind, Describe(pair.Legacy, legacy), Describe(pair.Modern, modern));
        }
        else if (!(MediaKind.IsJson(pair.Legacy) || MediaKind.IsJson(pair.Modern)))
        {
            CompareTexts(legacy, modern, DivergenceKind.Text);
        }
        else
        {
            CompareJson(legacy, modern);
        }
    }

    private void CompareJson(byte[] legacy, byte[] modern)
    {
        var (left, right) = (JsonTree.TryParse(legacy), JsonTree.TryParse(modern));
        if (left is null && right is null) // What is no JSON on either side, as a number that was asked for, breaks no client anew.
            (left, right) = (JsonTree.TryParsePythons(legacy), JsonTree.TryParsePythons(modern));
        if (left is not null && right is not null)
            new JsonComparer(legacy, modern, rules, found).Compare(left, right);
        else
            CompareTexts(legacy, modern, left is null && right is null ? DivergenceKind.Text : DivergenceKind.InvalidJson);
    }

    private void CompareTexts(byte[] legacy, byte[] modern, DivergenceKind kind)
    {
        if (TextBody.Of(pair.Legacy, legacy) is not { } left || TextBody.Of(pair.Modern, modern) is not { } right)
        {
            AddBinary(legacy, modern, kind == DivergenceKind.InvalidJson ? kind : DivergenceKind.Binary);
            return;
        }

        var isHtml = MediaKind.IsHtml(pair.Legacy) && MediaKind.IsHtml(pair.Modern);
        var isSame = left == right || (isHtml && HtmlForm.Of(left) == HtmlForm.Of(right));
        var (legacyLine, modernLine) = TextLines.FirstDifference(left, right);
        found.Add(Location.Body, isSame && kind == DivergenceKind.Text ? DivergenceKind.Bytes : kind, legacyLine, modernLine);
    }

    private void AddBinary(byte[] legacy, byte[] modern, DivergenceKind kind = DivergenceKind.Binary) =>
        found.Add(Location.Body, kind, Describe(pair.Legacy, legacy), Describe(pair.Modern, modern));

    private static string? Describe(CapturedResponse response, byte[] body) =>
        body.Length == 0 ? null
        : TextBody.Of(response, body) is { } text ? Excerpt.Of(text)
        : Measure(body);

    /// <summary>Of what cannot be read nothing is told but this, though it look like a text.</summary>
    private static string? Measure(byte[] body) => body.Length == 0 ? null : $"{body.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(body))}";
}
