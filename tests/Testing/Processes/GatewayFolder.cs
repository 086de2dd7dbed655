using System.Text.Json.Nodes;

namespace Strangler.Testing.Processes;

/// <summary>A folder with copies of <c>yarp.json</c>, <c>features.json</c> and <c>rules.json</c>, for one gateway.</summary>
public static class GatewayFolder
{
    /// <summary>Every route that has a C# module.</summary>
    public static IReadOnlyList<string> Modules { get; } =
    [
        .. JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("features.json")))!["feature_management"]!["feature_flags"]!.AsArray()
            .Select(flag => ((string)flag!["id"]!).Split('.')).Where(id => id is ["cutover", not "realtime"]).Select(id => id[1]),
    ];

    /// <summary>Puts the repository's files into the folder and the given routes to the given stages.</summary>
    public static void Fill(string folder, IReadOnlyDictionary<string, string> stages)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "yarp.json", "features.json", "rules.json" })
            File.Copy(RepositoryRoot.Combine(file), Path.Combine(folder, file), overwrite: true);

        SetStages(Path.Combine(folder, "features.json"), stages);
    }

    /// <exception cref="ArgumentException">The file has no flag for one of the routes.</exception>
    public static void SetStages(string featuresFile, IReadOnlyDictionary<string, string> stages)
    {
        var root = JsonNode.Parse(File.ReadAllText(featuresFile))!;
        var flags = root["feature_management"]!["feature_flags"]!.AsArray();
        foreach (var (route, stage) in stages)
        {
            var flag = flags.FirstOrDefault(one => (string?)one!["id"] == $"cutover.{route}")
                ?? throw new ArgumentException($"{featuresFile} has no flag cutover.{route}.", nameof(stages));
            flag["allocation"]!["default_when_enabled"] = stage;
        }

        var written = featuresFile + ".new";
        File.WriteAllText(written, root.ToJsonString());
        File.Move(written, featuresFile, overwrite: true);
    }
}
