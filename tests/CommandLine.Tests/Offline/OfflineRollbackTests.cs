using System.Diagnostics;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Offline;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Offline;

public sealed class OfflineRollbackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Features => _folder.Combine("features.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pipe_IsRefusedAtOnce_WithAnotherWay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among its files.");
        using (var make = Process.Start("mkfifo", Features))
            make.WaitForExit();

        Assert.StartsWith(
            $"not rolled back: {Features} could not be edited: it is a named pipe, not a file. Start the gateway with --legacy-flask-proxy",
            Assert.Throws<CommandException>(() => new OfflineRollback(Features, null).Apply(null)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LargeFile_IsNotRead()
    {
        using (var file = File.Create(Features))
            file.SetLength(50 * 1024 * 1024);

        Assert.Contains("it has 52428800 bytes; it may have", Assert.Throws<CommandException>(() => new OfflineRollback(Features, null).Apply(null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData(null)]
    public void NoLegacy_IsRefused_AsTheNextStartWouldRefuseIt(string? route)
    {
        File.WriteAllText(_folder.Combine("yarp.json"), """{ "ReverseProxy": { "Clusters": { "legacy": { /* gone */ "Destinations": {} } } } }""");
        var before = Write("complete", "complete");

        Assert.StartsWith(
            "not rolled back: there is no legacy: the cluster 'legacy' of yarp.json has no destination",
            Assert.Throws<CommandException>(() => new OfflineRollback(Features, null).Apply(route)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Features));
    }

    /// <summary>Nothing but a configuration that says so itself is in the way: the address may come from elsewhere.</summary>
    [Theory]
    [InlineData("complete", "live", """{ "ReverseProxy": { "Clusters": { "legacy": { "Destinations": {} } } } }""")]
    [InlineData("complete", "complete", """{ "ReverseProxy": { "Clusters": { "legacy": { "Destinations": { "flask": { "Address": "http://127.0.0.1:9190/" } } } } } }""")]
    [InlineData("complete", "complete", "{ broken")]
    [InlineData("complete", "complete", null)]
    public void Otherwise_ItIsDone(string status, string health, string? yarp)
    {
        if (yarp is not null)
            File.WriteAllText(_folder.Combine("yarp.json"), yarp);
        Write(status, health);

        Assert.Equal(2, new OfflineRollback(Features, null).Apply(null).Items.Count);
    }

    [Fact]
    public void Canary_GoesBackByItsOneValue_AndIsSaidWithItsPercentage()
    {
        const string Flag = """{ "id": "cutover.status", "enabled": true, "allocation": { "default_when_enabled": "canary", "percentile": [{ "variant": "live", "from": 0, "to": 5 }] } }""";
        File.WriteAllText(Features, $$"""{ "feature_management": { "feature_flags": [ {{Flag}} ] } }""");

        Assert.Equal(new Change("status", "canary 5 %", "legacy"), Assert.Single(new OfflineRollback(Features, null).Apply("status").Items));
        Assert.Contains(Flag.Replace("canary", "legacy", StringComparison.Ordinal), File.ReadAllText(Features), StringComparison.Ordinal);
    }

    /// <summary>Containers that share a home, for example: the same address in each, and only one of them is asked.</summary>
    [Fact]
    public void SeveralGatewaysAtTheAddress_OnlyANamedOneIsMeant()
    {
        var management = new Uri("http://127.0.0.1:9091");
        string[] folders = [_folder.Combine("one"), _folder.Combine("two")];
        var states = folders.Select((folder, i) => GatewayStateFile.Create(_folder.Combine("state"), new(i + 1, DateTimeOffset.UnixEpoch, folder, management))).ToList();
        try
        {
            foreach (var folder in folders)
                Directory.CreateDirectory(folder);
            Write("live", "live");
            foreach (var folder in folders)
                File.Copy(Features, Path.Combine(folder, "features.json"));
            var gateways = new RunningGateways(management, [_folder.Combine("state")]);

            Assert.Equal(Path.Combine(folders[1], "features.json"), OfflineRollback.Find(gateways, named: null, folders[1], usual: "").Apply(null).Features);
            var refused = Assert.Throws<CommandException>(() => OfflineRollback.Find(gateways, named: null, folder: null, _folder.Path)).Message;
            Assert.Contains("2 gateways say that they run there", refused, StringComparison.Ordinal);
            Assert.EndsWith("Name the file of one of them with --features.", refused, StringComparison.Ordinal);
        }
        finally
        {
            states.ForEach(state => state.Dispose());
        }
    }

    private string Write(string status, string health)
    {
        var flags = new[] { ("status", status), ("health", health) }.Select(flag =>
            $$"""{ "id": "cutover.{{flag.Item1}}", "enabled": true, "allocation": { "default_when_enabled": "{{flag.Item2}}" } }""");
        File.WriteAllText(Features, $$"""{ "feature_management": { "feature_flags": [ {{string.Join(", ", flags)}} ] } }""");
        return File.ReadAllText(Features);
    }

    [Fact]
    public void LinkToNothing_IsNamed()
    {
        File.CreateSymbolicLink(Features, "nowhere.json");
        Assert.Contains("it is a link to nowhere.json, where there is no file. Start the gateway", Assert.Throws<CommandException>(() => new OfflineRollback(Features, null).Apply(null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderInItsPlace_IsNamed()
    {
        Directory.CreateDirectory(Features);
        Assert.Contains("it is a folder, not a file", Assert.Throws<CommandException>(() => new OfflineRollback(Features, null).Apply(null)).Message, StringComparison.Ordinal);
    }
}
