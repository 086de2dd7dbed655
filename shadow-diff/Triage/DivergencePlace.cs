using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Triage;

/// <summary>Where a divergence shows, and so which exchanges could show it again.</summary>
/// <param name="At">The place, with wildcards.</param>
/// <param name="Kind">In kebab-case.</param>
/// <param name="StatusLegacy">Legacy's status when it showed.</param>
/// <param name="Method">The method of an exchange that showed it; null when none is known.</param>
internal sealed record DivergencePlace(string At, string Kind, int StatusLegacy, string? Method)
{
    /// <summary>Legacy lacks the value: it is enough that what would contain it is there.</summary>
    private bool IsOfAbsence => Kind is "extra" or "null-or-missing";

    /// <summary>
    /// Whether the exchange would show the divergence if it were still there: the same method, legacy's answer of the same status,
    /// and in it the very place.
    /// </summary>
    /// <param name="pair">Compared, so that its bodies could be decoded.</param>
    /// <param name="maxDecodedBytes">To which a compressed body is inflated, as for the comparison.</param>
    public bool CouldShowIn(ResponsePair pair, int maxDecodedBytes = ComparisonOptions.DefaultMaxDecodedBytes) =>
        pair.Legacy.Status == StatusLegacy && (Method is null || Method == pair.Method) && At.Split(' ', 2) switch
        {
            ["header", var name] => IsOfAbsence || pair.Legacy.Headers.ContainsKey(name),
            ["body", ['/', .. var path]] => HasMember(DecodedBody.Of(pair.Legacy, maxDecodedBytes).Bytes, path.Split('/')),
            _ => true,
        };

    private bool HasMember(byte[] body, string[] path) =>
        JsonTree.TryParse(body) is { } root && Has(root, IsOfAbsence ? path.AsSpan(..^1) : path);

    private static bool Has(JsonNode node, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
            return true;

        if (node.ByName().TryGetValue(JsonPath.Unescape(path[0]), out var member))
            return Has(member, path[1..]);

        if (HiddenName.IsIn(path[0]) && path[0] is var hidden && node.Members.FindLast(one => HiddenName.Of(one.Name) == hidden).Value is { } found)
            return Has(found, path[1..]);

        if (path[0] is "*" or JsonPath.AnyEntry)
        {
            foreach (var item in node.Items.Concat(node.Members.Select(entry => entry.Value)))
            {
                if (Has(item, path[1..]))
                    return true;
            }
        }

        return false;
    }
}
