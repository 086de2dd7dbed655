using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// Validates a text of <c>yarp.json</c> as far as YARP does not: it is JSON, no member stands twice, every route names its route group,
/// and no group is gone whose flag still stands. YARP itself validates the rest when it applies it, and keeps its last good state too.
/// </summary>
internal sealed class YarpFileValidator(string fileName, Func<IEnumerable<string>> flaggedRoutes)
{
    public IReadOnlyList<string> Validate(byte[] text)
    {
        try
        {
            var duplicates = DuplicateMembers.Find(text);
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(text).TrimStart('\uFEFF'), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return [.. duplicates.Select(fault => $"{fileName} {fault}"), .. Errors(document.RootElement)];
        }
        catch (JsonException ex)
        {
            return [$"{fileName} is not JSON: {ex.Message}"];
        }
    }

    private IEnumerable<string> Errors(JsonElement root)
    {
        if (!TryGet(root, "ReverseProxy", out var proxy) || !TryGet(proxy, "Routes", out var routes) || routes.ValueKind != JsonValueKind.Object)
        {
            yield return $"{fileName}: ReverseProxy.Routes is missing; the gateway needs a route to legacy";
            yield break;
        }

        if (!TryGet(proxy, "Clusters", out var clusters) || !TryGet(clusters, "legacy", out _))
            yield return $"{fileName}: ReverseProxy.Clusters.legacy is missing; it says where the Flask server is";

        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in routes.EnumerateObject())
        {
            if (TryGet(route.Value, "Metadata", out var metadata) && TryGet(metadata, "Route", out var name) && name.ValueKind == JsonValueKind.String)
                named.Add(name.GetString()!);
            else
                yield return $"{fileName}: the route '{route.Name}' has no Metadata.Route; it names the route group, as in features.json after 'cutover.'";
        }

        foreach (var gone in flaggedRoutes().Where(route => !named.Contains(route)))
            yield return $"{fileName}: no route names the group '{gone}', but features.json has its flag; remove the flag first";
    }

    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }
}
