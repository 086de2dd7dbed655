using System.Collections.Frozen;
using Microsoft.FeatureManagement;

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
        var definitions = await provider.GetAllFeatureDefinitionsAsync().ToListAsync(cancellationToken);
        _definitions = definitions.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);
    }

    public bool Has(string flag) => _definitions.ContainsKey(flag);

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
        Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    public IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync() => _definitions.Values.ToAsyncEnumerable();
}
