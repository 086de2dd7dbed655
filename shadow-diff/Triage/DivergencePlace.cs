using System.Text.Json;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Triage;

/// <summary>Where a divergence shows, and so which exchanges could show it again.</summary>
/// <param name="At">The place, with wildcards.</param>
/// <param name="Kind">In kebab-case.</param>
/// <param name="StatusLegacy">Legacy's status when it showed.</param>
/// <param name="Method">The method of an exchange that showed it; null when none is known.</param>
internal sealed record DivergencePlace(string At, string Kind, int StatusLegacy, string? Method)
{
    /// <summary>Where the divergence is that one side lacks the value, what it would stand in is enough.</summary>
    private bool IsOfAbsence => Kind is "extra" or "null-or-missing";

    /// <summary>
    /// Whether the exchange would show the divergence if it were still there: the same method, legacy's answer of the same status,
    /// and in it the very place.
    /// </summary>
    public bool CouldShowIn(ResponsePair pair) =>
        pair.Legacy.Status == StatusLegacy && (Method is null || Method == pair.Method) && At.Split(' ', 2) switch
        {
            ["header", var name] => IsOfAbsence || pair.Legacy.Headers.ContainsKey(name),
            ["body", ['/', .. var path]] => HasMember(pair.Legacy.Body, path.Split('/')),
            _ => true,
        };

    private bool HasMember(byte[] body, string[] path)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 300 });
            return Has(document.RootElement, IsOfAbsence ? path.AsSpan(..^1) : path);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Has(JsonElement element, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return true;
        }

        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.TryGetProperty(Unescape(path[0]), out var member) && Has(member, path[1..]);
        }

        if (element.ValueKind == JsonValueKind.Array && path[0] == "*")
        {
            foreach (var item in element.EnumerateArray())
            {
                if (Has(item, path[1..]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The reverse of what <see cref="JsonPath"/> writes (RFC 6901 3).</summary>
    private static string Unescape(string segment) => segment
        .Replace("~2", "*", StringComparison.Ordinal).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
