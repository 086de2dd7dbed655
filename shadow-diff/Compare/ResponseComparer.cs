using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Compares two answers. Pure: no clock, file or container, and no input makes it throw.</summary>
internal static class ResponseComparer
{
    /// <param name="maxDecodedBytes">Most bytes to which a compressed body is inflated; above it the pair is not comparable.</param>
    public static Comparison Compare(ResponsePair pair, RuleSet rules, DateOnly today, int maxDecodedBytes = ComparisonOptions.DefaultMaxDecodedBytes)
    {
        var active = rules.For(pair, today);
        var found = new DifferenceList();
        return FindDifferences(pair, active, found, maxDecodedBytes) is { } obstacle
            ? Comparison.Without(obstacle)
            : Apply(pair, found.Items, active, rules.Redaction.Secrets);
    }

    private static UncomparedReason? FindDifferences(ResponsePair pair, ActiveRules rules, DifferenceList found, int maxDecodedBytes)
    {
        var (legacy, modern) = (pair.Legacy, pair.Modern);
        if (legacy.Exception is not null || modern.Exception is not null)
        {
            found.Add(Location.Status, DivergenceKind.Exception, Ending(legacy), Ending(modern));
            return null;
        }

        if (legacy.Status != modern.Status)
            found.Add(Location.Status, DivergenceKind.Value, $"{legacy.Status}", $"{modern.Status}");
        else if (legacy.Reason != modern.Reason)
            found.Add(Location.Reason, DivergenceKind.Value, legacy.Reason, modern.Reason);

        HeaderComparer.Compare(pair, found);
        return new BodyComparer(pair, rules, found, maxDecodedBytes).Compare();
    }

    private static string Ending(CapturedResponse response) => response.Exception ?? $"{response.Status}";

    private static Comparison Apply(ResponsePair pair, IReadOnlyList<Difference> differences, ActiveRules rules, SecretNames secrets)
    {
        var divergences = new Dictionary<string, Divergence>();
        var suppressed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var difference in differences)
        {
            var rule = rules.Covering(difference);
            if (rule is { Kind: RuleKind.Volatile })
            {
                suppressed.Add(rule.Name);
                continue;
            }

            // Grouped by the rule's own location: what is meant once is not listed key by key.
            var at = rule?.At.ToString() ?? difference.At.ToPattern();
            var fingerprint = Fingerprint.Of(pair, at, difference.Kind, rule?.Name);
            divergences.TryAdd(fingerprint, new(fingerprint, rule is null ? secrets.OutOfPath(at) : at, difference, rule?.Name));
        }

        return Comparison.Of([.. divergences.Values], suppressed);
    }
}
