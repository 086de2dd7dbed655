using Microsoft.FeatureManagement;

namespace Strangler.Gateway.Cutover;

/// <summary>All flags of a configuration, read once. FeatureManagement's own provider searches the whole configuration for each flag.</summary>
internal sealed class LoadedDefinitions : IFeatureDefinitionProvider
{
    private readonly Dictionary<string, FeatureDefinition> _definitions;

    private LoadedDefinitions(Dictionary<string, FeatureDefinition> definitions) => _definitions = definitions;

    public static async Task<LoadedDefinitions> ReadAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        using var provider = new ConfigurationFeatureDefinitionProvider(configuration);
        var definitions = await provider.GetAllFeatureDefinitionsAsync().ToListAsync(cancellationToken);
        return new LoadedDefinitions(definitions.ToDictionary(definition => definition.Name, StringComparer.Ordinal));
    }

    public bool Has(string flag) => _definitions.ContainsKey(flag);

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
        Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    public IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync() => _definitions.Values.ToAsyncEnumerable();
}
