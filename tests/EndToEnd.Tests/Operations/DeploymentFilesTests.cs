using System.Text.RegularExpressions;
using Strangler.EndToEnd.Tests.Npm;
using Strangler.EndToEnd.Tests.Recordings;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>
/// What other programs read (image, compose, Kubernetes, Grafana) is held against the schemas of those who made them; none of them runs here. Each schema is
/// shown to find an error, too.
/// </summary>
public sealed partial class DeploymentFilesTests
{
    private static readonly NpmPackages Schemas = new("Operations", "operations");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dockerfile", "Dockerfile", "deploy/compose/legacy.Dockerfile")]
    [InlineData("compose", "deploy/compose/compose.yaml")]
    [InlineData("dashboard", "deploy/grafana/dashboards/strangler.json")]
    public async Task Files_AreWhatTheirReaderTakes(string kind, params string[] files) =>
        Assert.Empty(await ProblemsAsync(kind, files.Select(file => RepositoryRoot.Combine(file))));

    [Fact]
    public async Task Manifests_AreWhatKubernetesTakes_AndEachIsNamed()
    {
        var folder = RepositoryRoot.Combine("deploy", "kubernetes");
        const string Index = "kustomization.yaml";
        var manifests = Directory.GetFiles(folder, "*.yaml").Where(file => Path.GetFileName(file) != Index).Order().ToArray();

        Assert.Empty(await ProblemsAsync("kubernetes", manifests));
        Assert.Equal(manifests.Select(Path.GetFileName), Resource().Matches(await File.ReadAllTextAsync(Path.Combine(folder, Index), Token)).Select(line => line.Groups["file"].Value).Order());
    }

    [Theory]
    [InlineData("dockerfile", "Dockerfile", "--interval", "--intervall", "Unknown flag: intervall")]
    [InlineData("compose", "deploy/compose/compose.yaml", "read_only", "readonly", "must NOT have additional properties")]
    [InlineData("kubernetes", "deploy/kubernetes/deployment.yaml", "readOnlyRootFilesystem", "readOnlyRootFileSystem", "'\"readOnlyRootFileSystem\"' does not exist")]
    [InlineData("kubernetes", "deploy/kubernetes/deployment.yaml", "replicas: 1", "replicas: one", "Type 'string' is not assignable to type 'number")]
    [InlineData("dashboard", "deploy/grafana/dashboards/strangler.json", "\"gridPos\"", "\"gridpos\"", "'\"gridpos\"' does not exist")]
    public async Task Error_InOneOfThem_IsFound(string kind, string file, string good, string bad, string said)
    {
        using var folder = new TemporaryFolder();
        var wrong = folder.Combine(Path.GetFileName(file));
        var text = await File.ReadAllTextAsync(RepositoryRoot.Combine(file), Token);
        await File.WriteAllTextAsync(wrong, text.Replace(good, bad, StringComparison.Ordinal), Token);

        Assert.Contains(await ProblemsAsync(kind, [wrong]), problem => problem.Contains(said, StringComparison.Ordinal));
    }

    /// <summary>A gateway refuses a setting that is none, and so starts in no container that has one.</summary>
    [Fact]
    public async Task Settings_OfImageAndManifests_AreTheGateways()
    {
        using var folder = new TemporaryFolder();
        string[] files = ["Dockerfile", "deploy/compose/compose.yaml", "deploy/kubernetes/deployment.yaml"];
        var settings = files.SelectMany(file => Setting().Matches(File.ReadAllText(RepositoryRoot.Combine(file)))).Select(match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToArray();
        Assert.Contains("Services:BackupServerHost", settings);

        // Addresses and folders are those of every test; their names are right, or it would not start.
        var options = new GatewayOptions(new Uri("http://127.0.0.1:9"))
        {
            Settings = settings.Where(name => name is not ("Gateway:Public" or "Gateway:Management" or "Gateway:StateFolder" or "ShadowDiff:Database"))
                .ToDictionary(name => name, name => name switch
                {
                    _ when name.EndsWith("Address", StringComparison.Ordinal) => "http://127.0.0.1:9",
                    _ when name.EndsWith("Root", StringComparison.Ordinal) => folder.Path,
                    _ when name.EndsWith("Delay", StringComparison.Ordinal) => "00:00:00",
                    _ => "sixteen-characters",
                }),
        };
        await using var gateway = await HostedGateway.StartAsync(options, folder.Path, "UTC", Token);
    }

    private static Task<IReadOnlyList<string>> ProblemsAsync(string kind, IEnumerable<string> files) => Schemas.RunAsync("check.mjs", [kind, .. files], Token);

    [GeneratedRegex(@"^  - (?<file>\S+\.yaml)$", RegexOptions.Multiline)]
    private static partial Regex Resource();

    [GeneratedRegex(@"\b(?<name>(Gateway|Services|ShadowDiff|ReverseProxy|Gate)__\w+)")]
    private static partial Regex Setting();
}
