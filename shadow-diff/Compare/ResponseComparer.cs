using Microsoft.AspNetCore.WebUtilities;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Compares two answers. Pure but for what rules look back to: no clock, file or container, and no input makes it throw.</summary>
internal static class ResponseComparer
{
    /// <param name="pair">The answers.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="today">In UTC.</param>
    /// <param name="maxDecodedBytes">Most bytes to which a compressed body is inflated; above it the pair is not comparable.</param>
    /// <param name="headers">Which headers are compared; null for those that every client can notice.</param>
    /// <param name="seen">What was seen before, for rules that look back; null where the pair stands for itself.</param>
    public static Comparison Compare(
        ResponsePair pair, RuleSet rules, DateOnly today, int maxDecodedBytes = ComparisonOptions.DefaultMaxDecodedBytes, NoticeableHeaders? headers = null, SeenValues? seen = null)
    {
        var active = rules.For(pair, today, seen);
        var found = new DifferenceList(active);
        return FindDifferences(pair, active, headers ?? NoticeableHeaders.Usual, found, maxDecodedBytes) is { } obstacle ? Comparison.Without(obstacle) : found.Of(pair, rules.Redaction.Secrets);
    }

    private static UncomparedReason? FindDifferences(ResponsePair pair, ActiveRules rules, NoticeableHeaders headers, DifferenceList found, int maxDecodedBytes)
    {
        var (legacy, modern) = (pair.Legacy, pair.Modern);
        if (legacy.Exception is not null || modern.Exception is not null)
        {
            found.Add(Location.Status, DivergenceKind.Exception, Ending(legacy), Ending(modern));
            return null;
        }

        if (legacy.Status != modern.Status)
        {
            // Another body, and what headers say of it, follow from another status: that is one finding. Who may read the answer does not.
            var status = new Difference(Location.Status, DivergenceKind.Value, $"{legacy.Status}", $"{modern.Status}");
            found.Add(status.At, status.Kind, status.Legacy, status.Modern);
            var headerComparer = new HeaderComparer(pair, headers, found);
            if (rules.Covering(status) is null)
            {
                headerComparer.CompareAccess();
            }
            else
            {
                headerComparer.CompareInstead();
                if (HasUsualReason(legacy) != HasUsualReason(modern))
                    found.Add(Location.Reason, DivergenceKind.Value, legacy.Reason, modern.Reason);
            }

            return null;
        }

        if (legacy.Reason != modern.Reason)
            found.Add(Location.Reason, DivergenceKind.Value, legacy.Reason, modern.Reason);

        new HeaderComparer(pair, headers, found).Compare();
        return new BodyComparer(pair, rules, found, maxDecodedBytes).Compare();
    }

    /// <summary>None is as good: HTTP/2 has none (RFC 9113 8.3.2).</summary>
    private static bool HasUsualReason(CapturedResponse answer) =>
        answer.Reason.Length == 0 || answer.Reason.Equals(ReasonPhrases.GetReasonPhrase(answer.Status), StringComparison.OrdinalIgnoreCase);

    private static string Ending(CapturedResponse response) => response.Exception ?? $"{response.Status}";
}
