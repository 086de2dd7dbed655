using System.Text.Json;
using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.Gateway.Configuration;

/// <summary>Validates a text of <c>features.json</c>: by its schema, for members that stand twice, and against the routes and modules that this gateway has.</summary>
internal sealed class FeaturesValidator(string fileName, Func<RouteTable?> routes)
{
    private readonly JsonSchemaErrors _schema = new(typeof(FeaturesValidator).Assembly, "features.schema.json");

    /// <summary>The routes that had a flag in the last good text.</summary>
    public IReadOnlyCollection<string> FlaggedRoutes { get; private set; } = [];

    public IReadOnlyList<string> Validate(byte[] text)
    {
        IReadOnlyList<JsonFault> faults;
        List<FeatureFlag> flags;
        try
        {
            faults = _schema.Of(text);
            flags = FeatureFlagScanner.Scan(text.AsSpan().StartsWith("\uFEFF"u8) ? text.AsSpan(3) : text);
        }
        catch (JsonException ex)
        {
            return [$"{fileName} {JsonFault.NotJson(ex)}"];
        }

        IReadOnlyList<string> errors =
        [
            .. faults.Select(fault => $"{fileName} {fault}"),
            .. flags.GroupBy(flag => flag.Id).Where(group => group.Key is not null && group.Count() > 1)
                .Select(group => $"{fileName}: the flag '{group.Key}' stands there {group.Count()} times; keep one"),
            .. routes() is { } table ? RouteErrors(flags, table) : [],
        ];
        if (errors.Count == 0)
            FlaggedRoutes = [.. flags.Select(flag => flag.Route).OfType<string>()];
        return errors;
    }

    private IEnumerable<string> RouteErrors(List<FeatureFlag> flags, RouteTable table)
    {
        var known = table.Routes;
        foreach (var flag in flags)
        {
            if (flag.Route is { } route && !known.Contains(route))
                yield return $"{fileName}: the flag '{flag.Id}' names no route of yarp.json; {NearestName.Advice(route, known, "the routes are")}";
            else if (flag.Route is { } ported && StageNames.TryParse(flag.Stage, out var stage) && !table.IsPossible(ported, stage, out var reason))
                yield return $"{fileName}: {reason}";
        }
    }
}
