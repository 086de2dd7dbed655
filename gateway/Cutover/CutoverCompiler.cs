using System.Collections.Frozen;
using Microsoft.FeatureManagement;
using Strangler.Contract;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Asks FeatureManagement for the variant of every route's flag and makes a snapshot of the answers. Asked once for each change
/// and not once for each request: the flag of a stage has no filter, so its answer depends on nothing in a request.
/// </summary>
internal sealed class CutoverCompiler(IConfiguration configuration, RouteTable routes)
{
    /// <summary>The snapshot that the configuration asks for, or every reason why there is none.</summary>
    public async Task<(CutoverSnapshot? Snapshot, IReadOnlyList<string> Errors)> CompileAsync(CancellationToken cancellationToken)
    {
        // A manager of its own for each compilation: one that lives longer answers from a cache that may not have seen the change yet.
        var definitions = await LoadedDefinitions.ReadAsync(configuration, cancellationToken);
        var features = new FeatureManager(definitions, new FeatureManagementOptions());
        var stages = new Dictionary<string, Stage>(StringComparer.Ordinal);
        var errors = new List<string>();
        foreach (var route in routes.Routes.Where(route => definitions.Has(FeatureFlag.CutoverPrefix + route)))
        {
            var variant = await features.GetVariantAsync(FeatureFlag.CutoverPrefix + route, cancellationToken);
            if (Judge(route, variant?.Name, out var stage) is { } error)
                errors.Add(error);
            else
                stages.Add(route, stage);
        }

        var legacyOnly = configuration.GetValue("Cutover:LegacyFlaskProxy", false)
            || (definitions.Has(FeatureFlag.LegacyOnly) && await features.IsEnabledAsync(FeatureFlag.LegacyOnly, cancellationToken));
        return errors.Count > 0
            ? (null, errors)
            : (new CutoverSnapshot(stages.ToFrozenDictionary(StringComparer.Ordinal), legacyOnly, LegacyAddress()), errors);
    }

    private string? Judge(string route, string? variant, out Stage stage)
    {
        if (!StageNames.TryParse(variant, out stage))
            return $"The flag '{FeatureFlag.CutoverPrefix}{route}' has the variant '{variant}'; use one of {string.Join(", ", StageNames.All)}.";

        return stage != Stage.Legacy && !routes.Modules.ContainsKey(route)
            ? $"The route '{route}' cannot be at {stage.Name()}: it has no C# module yet, so only legacy can answer it."
            : null;
    }

    private Uri? LegacyAddress() =>
        configuration.GetSection("ReverseProxy:Clusters:legacy:Destinations").GetChildren()
            .Select(destination => Uri.TryCreate(destination["Address"], UriKind.Absolute, out var address) ? address : null)
            .FirstOrDefault(address => address is not null);
}
