using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Packages;

/// <summary>What is in a package, for programs: CycloneDX's tool reads what was restored, and what it does not see of the runtime is added.</summary>
internal static class BillOfMaterials
{
    public const string Name = "sbom.cdx.json";

    private const string Tool = "dotnet-CycloneDX";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Of everything that the programs were restored with, for whatever system.</summary>
    /// <exception cref="LauncherException">The tool cannot be had, or fails.</exception>
    public static async Task<JsonNode> ReadAsync(Product product, string folder, CancellationToken cancellationToken)
    {
        var programs = Repository.At("deploy", "launcher", "run.slnf");
        await RunAsync(["tool", "restore"], cancellationToken);
        await RunAsync(["restore", programs, .. DotNet.NoServers], cancellationToken);
        await RunAsync(
            [
                "tool", "run", Tool, "--", programs, "--output", folder, "--filename", Name, "--output-format", "Json", "--no-serial-number",
                "--disable-package-restore", "--exclude-dev", "--set-name", Product.Name, "--set-version", product.Version,
            ],
            cancellationToken);

        var bill = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, Name), cancellationToken))!;
        bill["metadata"]!["timestamp"] = product.Date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return bill;
    }

    /// <summary>What of it is shipped, and the runtime, which the tool does not see.</summary>
    public static void Write(JsonNode all, string folder, IReadOnlyList<ShippedPackage> packages)
    {
        var bill = all.DeepClone();
        var components = bill["components"]!.AsArray();
        var shipped = packages.Select(package => package.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var component in components.Where(component => !shipped.Contains((string)component!["name"]!)).ToList())
            components.Remove(component);
        var known = components.Select(component => (string)component!["name"]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var package in packages.Where(package => !known.Contains(package.Id)))
            components.Add(Describe(package));
        var there = components.Select(component => (string?)component!["bom-ref"]).ToHashSet();
        bill["dependencies"] = new JsonArray([.. from entry in bill["dependencies"]!.AsArray() where there.Contains((string?)entry!["ref"]) select Kept(entry, there)]);
        File.WriteAllText(Path.Combine(folder, Name), bill.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Describe(ShippedPackage package)
    {
        var name = $"pkg:nuget/{package.Id}@{package.Version}";
        return new()
        {
            ["type"] = "library",
            ["bom-ref"] = name,
            ["name"] = package.Id,
            ["version"] = package.Version,
            ["scope"] = "required",
            ["licenses"] = package.License is { } license ? new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = license } }) : new JsonArray(),
            ["purl"] = name,
        };
    }

    private static JsonNode Kept(JsonNode entry, HashSet<string?> there)
    {
        var kept = entry.DeepClone();
        if (kept["dependsOn"] is JsonArray all)
            kept["dependsOn"] = new JsonArray([.. all.Where(one => there.Contains((string?)one)).Select(one => one!.DeepClone())]);
        return kept;
    }

    private static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await OneShot.ReadAsync(DotNet.Host, arguments, cancellationToken);
        if (exitCode != 0)
            throw new LauncherException($"'dotnet {string.Join(' ', arguments.Take(3))}' failed with exit code {exitCode}: {output.Trim()}");
    }
}
