using System.Text.Json;
using System.Xml.Linq;
using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Packages;

/// <summary>A package of NuGet's of which something is shipped, as it was restored.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it was unpacked.</param>
internal sealed record ShippedPackage(string Id, string Version, string Folder)
{
    private const string RuntimePack = "runtimepack.";

    private readonly XElement _description = XDocument.Load(Directory.GetFiles(Folder, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata");

    /// <summary>An SPDX expression; null where the package has none.</summary>
    public string? License => _description.Elements().FirstOrDefault(element => element.Name.LocalName == "license") is { } license && (string?)license.Attribute("type") == "expression" ? license.Value : null;

    public string? this[string element] => _description.Elements().FirstOrDefault(one => one.Name.LocalName == element)?.Value.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>What the package itself brings of licenses and notices.</summary>
    public IEnumerable<string> Texts => Directory.EnumerateFiles(Folder)
        .Where(file => Path.GetFileName(file) is var name && (Starts(name, "LICENSE") || Starts(name, "NOTICE") || Starts(name, "THIRD-PARTY")))
        .Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file).ReplaceLineEndings("\n").Trim());

    /// <summary>Those of which a published folder has files, the runtime's among them, by what stands beside its programs.</summary>
    /// <param name="folder">The published folder.</param>
    /// <param name="cache">NuGet's folder of all packages.</param>
    public static IReadOnlyList<ShippedPackage> In(string folder, string cache) =>
        [.. Directory.EnumerateFiles(folder, "*.deps.json").SelectMany(file => Read(file, cache)).DistinctBy(package => package.Id).OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)];

    private static List<ShippedPackage> Read(string file, string cache)
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(file));
        var kinds = dependencies.RootElement.GetProperty("libraries");
        return
        [
            .. from target in dependencies.RootElement.GetProperty("targets").EnumerateObject()
               from library in target.Value.EnumerateObject()
               where library.Value.TryGetProperty("runtime", out _) || library.Value.TryGetProperty("native", out _)
               let kind = kinds.GetProperty(library.Name).GetProperty("type").GetString()
               where kind is "package" or "runtimepack"
               let name = library.Name.Split('/')
               let id = name[0].StartsWith(RuntimePack, StringComparison.Ordinal) ? name[0][RuntimePack.Length..] : name[0]
               select new ShippedPackage(id, name[1], FolderOf(cache, id, name[1])),
        ];
    }

    private static string FolderOf(string cache, string id, string version)
    {
#pragma warning disable CA1308 // NuGet's folders are in small letters.
        var folder = Path.Combine(cache, id.ToLowerInvariant(), version.ToLowerInvariant());
#pragma warning restore CA1308
        return Directory.Exists(folder) ? folder : throw new LauncherException($"{id} {version} is not in {folder}, where NuGet unpacks: restore again.");
    }

    private static bool Starts(string name, string beginning) => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
