using System.Text.Json;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Programs;

namespace Strangler.Launcher.Testing;

/// <summary>Whether a package that is used, directly or not, has a fault that NuGet's sources know of. Without a network nobody knows, and that is no failure.</summary>
internal static class PackageAudit
{
    public static async Task RunAsync(string solution, CancellationToken cancellationToken)
    {
        string[] arguments = ["package", "list", "--project", solution, "--vulnerable", "--include-transitive", "--no-restore", "--format", "json"];
        var (_, output) = await OneShot.ReadAsync(DotNet.Host, arguments, cancellationToken);
        if (Faulty(output) is { Count: > 0 } faulty)
            throw new LauncherException($"packages with known faults: {string.Join(", ", faulty)}; give them another version in Directory.Packages.props.");
    }

    private static IReadOnlyList<string> Faulty(string output)
    {
        try
        {
            using var report = JsonDocument.Parse(output);
            return [.. Packages(report.RootElement).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (JsonException) // the command's words about a source that does not answer
        {
            return [];
        }
    }

    /// <summary>Every object of the report that lists faults of its own is a package.</summary>
    private static IEnumerable<string> Packages(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Packages),
        JsonValueKind.Object when element.TryGetProperty("vulnerabilities", out _) => [$"{element.GetProperty("id")} {element.GetProperty("resolvedVersion")}"],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Packages(member.Value)),
        _ => [],
    };
}
