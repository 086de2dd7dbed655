using System.Text.Json;
using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.Gateway.Configuration;

/// <summary>Validates a text of <c>features.json</c>: by its schema, for members that stand twice, and against the routes and modules that this gateway has.</summary>
/// <param name="fileName">For the errors.</param>
/// <param name="routes">The routes and modules; null before they are known.</param>
internal sealed class FeaturesValidator(string fileName, Func<RouteTable?> routes)
{
    private readonly JsonSchemaErrors _schema = new(typeof(FeaturesValidator).Assembly, "features.schema.json");

    private List<FeatureFlag> _good = [];

    /// <summary>Whether a canary knows a client by its address.</summary>
    public bool UsersAreAddresses { get; set; }

    /// <summary>The routes that had a flag in the last good text.</summary>
    public IReadOnlyCollection<string> FlaggedRoutes => [.. _good.Select(flag => flag.Route).OfType<string>()];

    /// <summary>Those of them that needed no legacy there.</summary>
    public IReadOnlyCollection<string> CompleteRoutes => _good.Exists(flag => flag is { Id: FeatureFlag.LegacyOnly, Enabled: true })
        ? []
        : [.. _good.Where(flag => flag.Route is not null && flag.Stage == Stage.Complete.Name()).Select(flag => flag.Route!)];

    public IReadOnlyList<string> Validate(byte[] text)
    {
        IReadOnlyList<JsonFault> faults;
        List<FeatureFlag> flags;
        try
        {
            faults = _schema.Of(text);
            if (faults.Count == 0)
                faults = PlanSection.Faults(text);
            flags = FeatureFlagScanner.Scan(DuplicateMembers.WithoutMark(text)).Flags;
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
            _good = flags;
        return errors;
    }

    /// <summary>The flags of a text that name none of these routes: all that can be said of it before there is a table of routes.</summary>
    public IEnumerable<string> UnknownRoutes(byte[] text, IReadOnlyCollection<string> known)
    {
        try
        {
            return [.. FeatureFlagScanner.Scan(DuplicateMembers.WithoutMark(text)).Flags.Where(flag => flag.Route is { } route && !known.Contains(route)).Select(flag => Unknown(flag, known))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private string Unknown(FeatureFlag flag, IReadOnlyCollection<string> known) =>
        $"{fileName}: the flag '{flag.Id}' names no route of yarp.json; {NearestName.Advice(flag.Route!, known, "the routes are")}";

    private IEnumerable<string> RouteErrors(List<FeatureFlag> flags, RouteTable table)
    {
        var known = table.Routes;
        foreach (var flag in flags)
        {
            if (flag.Route is { } route && !known.Contains(route))
                yield return Unknown(flag, known);
            else if (flag.Route is { } ported && StageNames.TryParse(flag.Stage, out var stage) && !table.IsPossible(ported, stage, out var reason))
                yield return $"{fileName}: {reason}";
        }

        foreach (var fault in flags.SelectMany(flag => flag.CanaryFaults(UsersAreAddresses)))
            yield return $"{fileName}: {fault}";

        if (table.HasLegacy)
            yield break;

        if (flags.Exists(flag => flag is { Id: FeatureFlag.LegacyOnly, Enabled: true }))
            yield return $"{fileName}: legacy-only is on, but {RouteTable.NoLegacy}";
        foreach (var route in known.Except(flags.Select(flag => flag.Route)))
            yield return $"{fileName}: the route '{route}' has no flag, so it is at legacy, but {RouteTable.NoLegacy}";
    }
}
