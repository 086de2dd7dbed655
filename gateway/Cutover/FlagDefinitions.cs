using System.Collections.Frozen;
using Microsoft.FeatureManagement;
using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The flags that FeatureManagement is asked about: those of the last good <c>features.json</c> with what outranks it, read once for each
/// change. FeatureManagement's own provider searches the whole configuration for each flag, and answers from a cache that may not have
/// seen the change yet.
/// </summary>
internal sealed class FlagDefinitions(IConfiguration configuration) : IFeatureDefinitionProvider
{
    private volatile FrozenDictionary<string, FeatureDefinition> _definitions = FrozenDictionary<string, FeatureDefinition>.Empty;

    /// <summary>Takes over what the configuration says now.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var provider = new ConfigurationFeatureDefinitionProvider(configuration);
        var definitions = await provider.GetAllFeatureDefinitionsAsync().Select(AsTheStageSays).ToListAsync(cancellationToken);
        _definitions = definitions.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);
    }

    /// <summary>What a flag allocates; null when it allocates nothing, or is none.</summary>
    public Allocation? AllocationOf(string flag) => _definitions.GetValueOrDefault(flag)?.Allocation;

    public bool Has(string flag) => _definitions.ContainsKey(flag);

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
        Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    public IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync() => _definitions.Values.ToAsyncEnumerable();

    /// <summary>
    /// Users, groups and percentages count at canary only: FeatureManagement would ask them before the default, and a route that a person
    /// takes back to legacy by its one value must be there for everybody.
    /// </summary>
    private static FeatureDefinition AsTheStageSays(FeatureDefinition definition)
    {
        if (definition.Allocation is { } allocation && allocation.DefaultWhenEnabled != Stage.Canary.Name())
            (allocation.User, allocation.Group, allocation.Percentile) = (null, null, null);
        return definition;
    }
}
