using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Strangler.Contract;
using Strangler.Gateway.Routing;
using Yarp.ReverseProxy;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Asks FeatureManagement for the variant of every route's flag and makes a snapshot of the answers. Asked once for each change
/// and not once for each request: the flag of a stage has no filter, so its answer depends on nothing in a request.
/// </summary>
internal sealed class CutoverCompiler(
    FlagDefinitions flags, IVariantFeatureManager features, RouteTable routes, IProxyStateLookup proxy, IOptions<CutoverOptions> options)
{
    /// <summary>The snapshot that the configuration asks for, or every reason why there is none.</summary>
    public async Task<(CutoverSnapshot? Snapshot, IReadOnlyList<string> Errors)> CompileAsync(CancellationToken cancellationToken)
    {
        await flags.ReadAsync(cancellationToken);
        var stages = new Dictionary<string, Stage>(StringComparer.Ordinal);
        var errors = new List<string>();
        foreach (var route in routes.Routes.Where(route => flags.Has(FeatureFlag.CutoverPrefix + route)))
        {
            var variant = await features.GetVariantAsync(FeatureFlag.CutoverPrefix + route, cancellationToken);
            if (Error(route, variant?.Name, out var stage) is { } error)
                errors.Add(error);
            else
                stages.Add(route, stage);
        }

        var legacyOnly = flags.Has(FeatureFlag.LegacyOnly) && await features.IsEnabledAsync(FeatureFlag.LegacyOnly, cancellationToken);
        var isPlainProxy = options.Value.LegacyFlaskProxy;
        if (!routes.HasLegacy)
            errors.AddRange(NeedLegacy(stages, legacyOnly || isPlainProxy));
        return errors.Count > 0
            ? (null, errors)
            : (new CutoverSnapshot(stages.ToFrozenDictionary(StringComparer.Ordinal), legacyOnly, LegacyAddress(), isPlainProxy), errors);
    }

    /// <summary>The switch, and a route without a flag, ask for legacy too.</summary>
    private IEnumerable<string> NeedLegacy(Dictionary<string, Stage> stages, bool isAllLegacy)
    {
        if (isAllLegacy)
            yield return $"Every route is to be answered by legacy (legacy-only or --legacy-flask-proxy), but {RouteTable.NoLegacy}.";

        if (routes.Routes.Where(route => !flags.Has(FeatureFlag.CutoverPrefix + route)).ToList() is { Count: > 0 } unflagged)
            yield return $"{string.Join(", ", unflagged)}: without a flag a route is at legacy, but {RouteTable.NoLegacy}.";
    }

    private string? Error(string route, string? variant, out Stage stage)
    {
        if (!StageNames.TryParse(variant, out stage))
            return $"The flag '{FeatureFlag.CutoverPrefix}{route}' has the variant '{variant}'; use one of {string.Join(", ", StageNames.All)}.";

        return routes.IsPossible(route, stage, out var reason) ? null : reason;
    }

    private Uri? LegacyAddress() =>
        proxy.TryGetCluster("legacy", out var legacy) && legacy.Model.Config.Destinations is { Count: > 0 } destinations
            ? new Uri(destinations.MinBy(destination => destination.Key, StringComparer.OrdinalIgnoreCase).Value.Address)
            : null;
}
