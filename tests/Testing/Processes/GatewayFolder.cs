using Strangler.Contract;

namespace Strangler.Testing.Processes;

/// <summary>
/// A folder with a <c>yarp.json</c>, <c>features.json</c> and <c>rules.json</c> of its own, for one gateway. They are the shipped ones, but
/// every route is at legacy, also when a person has moved some in the checkout.
/// </summary>
public static class GatewayFolder
{
    private const string Features = "features.json";

    /// <summary>Every route that has a C# module.</summary>
    public static IReadOnlyList<string> Modules { get; } = [.. AllAtLegacy().Stages.Keys];

    /// <summary>Puts the files that are missing into the folder.</summary>
    public static void Fill(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "yarp.json", Features, "rules.json" }.Where(file => !File.Exists(Path.Combine(folder, file))))
            File.WriteAllText(Path.Combine(folder, file), file == Features ? AllAtLegacy().ToString() : File.ReadAllText(RepositoryRoot.Combine(file)));
    }

    /// <summary>The same, and moves routes.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stages">Stage by route.</param>
    public static void Fill(string folder, IReadOnlyDictionary<string, string> stages)
    {
        Fill(folder);
        SetStages(Path.Combine(folder, Features), stages);
    }

    /// <exception cref="KeyNotFoundException">The file has no flag for one of the routes.</exception>
    public static void SetStages(string featuresFile, IReadOnlyDictionary<string, string> stages) =>
        stages.Aggregate(FeaturesFile.Load(featuresFile), (file, stage) => RouteStage.TryParse(stage.Value, out var at) ? file.SetStage(stage.Key, at.Stage.Name(), at.Percentage) : file.SetStage(stage.Key, stage.Value)).SaveAtomically();

    private static FeaturesFile AllAtLegacy() => FeaturesFile.Load(RepositoryRoot.Combine(Features)).RollBackAll().SetLegacyOnly(false);
}
