using System.Text;
using System.Text.Json;
using Strangler.Contract;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Configuration;

/// <summary>Judges a text of <c>features.json</c>: by its schema, and against the routes and modules that this gateway has.</summary>
internal sealed class FeaturesValidator(string fileName, Func<RouteTable?> routes)
{
    private readonly JsonSchemaErrors _schema = new("features.schema.json");

    public IReadOnlyList<string> Validate(byte[] text)
    {
        List<FeatureFlag> flags;
        try
        {
            flags = FeatureFlagScanner.Scan(text.AsSpan().StartsWith("\uFEFF"u8) ? text.AsSpan(3) : text);
        }
        catch (JsonException ex)
        {
            return [$"{fileName} is not JSON: {ex.Message}"];
        }

        return
        [
            .. _schema.Of(fileName, Encoding.UTF8.GetString(text).TrimStart('\uFEFF')),
            .. flags.GroupBy(flag => flag.Id).Where(group => group.Key is not null && group.Count() > 1)
                .Select(group => $"{fileName}: the flag '{group.Key}' stands there {group.Count()} times; keep one"),
            .. routes() is { } table ? RouteErrors(flags, table) : [],
        ];
    }

    private IEnumerable<string> RouteErrors(List<FeatureFlag> flags, RouteTable table)
    {
        var known = table.Routes;
        foreach (var flag in flags)
        {
            if (flag.Route is { } route && !known.Contains(route))
                yield return $"{fileName}: the flag '{flag.Id}' names no route of yarp.json; the routes are {string.Join(", ", known)}";
            else if (flag.Route is { } ported && StageNames.TryParse(flag.Stage, out var stage) && stage != Stage.Legacy && !table.Modules.ContainsKey(ported))
                yield return $"{fileName}: the route '{ported}' cannot be at {flag.Stage}: it has no C# module yet, so only legacy can answer it";
        }
    }
}
