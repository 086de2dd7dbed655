using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// Validates a text of <c>yarp.json</c>: it is JSON, no member stands twice, every route names its route group, and no group is gone whose
/// flag still stands. Once the gateway is built, also by what YARP would say of it, and by the settings there are: a text that is put in
/// force is one that the gateway would start with.
/// </summary>
internal sealed class YarpFileValidator(string fileName, Func<IEnumerable<string>> flaggedRoutes)
{
    /// <summary>A hundred times what it needs: YARP and the settings read them many times over.</summary>
    private const int MostValues = 10_000;

    private readonly List<Func<IConfiguration, IEnumerable<string>>> _further = [];

    /// <summary>Adds a validation of texts that have no other error.</summary>
    public void Add(Func<IConfiguration, IEnumerable<string>> validation) => _further.Add(validation);

    public IReadOnlyList<string> Validate(byte[] text)
    {
        try
        {
            var duplicates = DuplicateMembers.Find(text);
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(text).TrimStart('\uFEFF'), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            IReadOnlyList<string> errors = [.. duplicates.Select(fault => $"{fileName} {fault}"), .. Errors(document.RootElement)];
            if (errors.Count > 0)
                return errors;

            var written = IndexedValues.OfJson(text);
            if (written.Values.Count > MostValues)
                return [$"{fileName} has {written.Values.Count} values; it may have {MostValues}"];

            return _further.Count == 0 ? [] : FurtherErrors(written.ToConfiguration());
        }
        catch (JsonException ex)
        {
            return [$"{fileName} {JsonFault.NotJson(ex)}"];
        }
        catch (FormatException ex)
        {
            // Of two ways to write one key, {"a:b": 1} and {"a": {"b": 1}}, only the framework knows.
            return [$"{fileName} is no configuration: {ex.Message}"];
        }
    }

    private List<string> FurtherErrors(IConfiguration written) =>
        [.. _further.SelectMany(validation => validation(written)).Distinct().Select(error => $"{fileName}: {error}")];

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
