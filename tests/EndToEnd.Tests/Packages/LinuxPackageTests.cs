using System.Text.Json;
using System.Text.Json.Nodes;
using Strangler.Testing;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Packages;

/// <summary>The packages for Linux, each started where there is nothing but what it says that it needs.</summary>
public sealed class LinuxPackageTests : IAsyncLifetime
{
    private const string Installed = "/usr/lib/cutover-gateway";

    private EmptyRoot _root = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PackageFiles.NoRoot is not null, PackageFiles.NoRoot ?? "");
        _root = await EmptyRoot.CreateAsync();
    }

    public ValueTask DisposeAsync()
    {
        _root?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>As its unit starts it, in a folder that is nobody's; without arguments, so that what it finds by itself is seen.</summary>
    [Fact]
    public async Task DebianPackage_MovesARoute_TellsSystemd_AndEndsInOrder()
    {
        await HostProgram.RunAsync("dpkg-deb", "--extract", PackageFiles.Debian, _root.Combine(""));
        File.Copy(_root.Combine("usr", "share", "cutover-gateway", "features.json"), _root.Combine("etc", "cutover-gateway", "features.json")); // as its postinst does
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions(), Token);
        await using var gateway = _root.Start(
            new Dictionary<string, string>(Settings(legacy.Address)) { ["NOTIFY_SOCKET"] = "/run/notify", ["WATCHDOG_USEC"] = "2000000" }, $"{Installed}/Gateway");

        Assert.Equal("READY=1", await _root.NoticeAsync());
        Assert.Equal("WATCHDOG=1", await _root.NoticeAsync());
        await MovesARouteAsync(gateway, "/usr/bin/cutover");
        Assert.True(File.Exists(_root.Combine("var", "lib", "cutover-gateway", "gateway.db")), gateway.Output);

        var exitCode = await EmptyRoot.StopAsync(gateway);

        Assert.True(exitCode == 0, gateway.Output);
        List<string> notices = [];
        while (!notices.Contains("STOPPING=1") || !notices.Contains("EXTEND_TIMEOUT_USEC=15000000"))
            notices.Add(await _root.NoticeAsync());

        // And once more without it: the file of the installation is found and edited.
        var (offline, output) = await _root.RunAsync("/usr/bin/cutover", "rollback", "health", "--reason", "night", "--who", "ana");
        Assert.True(offline == 4 && output.Contains("/etc/cutover-gateway/features.json", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Archive_MovesARoute_WithItsDataWhereItIsTold_AndEndsInOrder()
    {
        await HostProgram.RunAsync("tar", "--extract", "--file", PackageFiles.Tar, "--directory", _root.Combine(""));
        var folder = Path.GetFileName(Directory.GetDirectories(_root.Combine(""), "cutover-gateway-*").Single());
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions(), Token);
        await using var gateway = _root.Start(Settings(legacy.Address), $"/{folder}/Gateway", "--data", "data");

        await MovesARouteAsync(gateway, $"/{folder}/cutover");

        Assert.Equal(0, await EmptyRoot.StopAsync(gateway));
        Assert.True(File.Exists(_root.Combine("data", "gateway.db")), gateway.Output);
    }

    /// <summary>What a package has to say of itself holds for the very files in it.</summary>
    [Fact]
    public async Task Archive_HasOneOfEach_AndSaysWhatIsInIt()
    {
        await HostProgram.RunAsync("tar", "--extract", "--file", PackageFiles.Tar, "--directory", _root.Combine("tmp"));
        var folder = Directory.GetDirectories(_root.Combine("tmp")).Single();

        await HostProgram.RunAsync("env", "--chdir", folder, "sha256sum", "--check", "--strict", "--quiet", "manifest.sha256");
        var listed = (await File.ReadAllLinesAsync(Path.Combine(folder, "manifest.sha256"), Token)).Select(line => line.Split("  ")[1]);
        string[] there = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(there.Except(["manifest.sha256"]), listed.Order(StringComparer.Ordinal));

        string[] programs = [.. there.Where(name => !Path.HasExtension(name))];
        Assert.Equal(["Gateway", "createdump", "cutover"], programs);
        Assert.Equal(["features.json", "rules.json", "two-installations.json", "yarp.json"], PackageFiles.Configuration(folder));

        var shipped = there.Where(name => name.EndsWith(".deps.json", StringComparison.Ordinal)).SelectMany(name => PackagesOf(Path.Combine(folder, name))).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("Yarp.ReverseProxy 2.3.0", shipped);
        var bill = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "sbom.cdx.json"), Token))!;
        Assert.Equal(shipped, bill["components"]!.AsArray().Select(component => $"{component!["name"]} {component["version"]}").Order(StringComparer.Ordinal));
        var notices = (await File.ReadAllTextAsync(Path.Combine(folder, "THIRD-PARTY-NOTICES.txt"), Token)).Split('\n');
        Assert.Empty(shipped.Except(notices));
    }

    [Fact]
    public async Task Programs_SayTheVersion_ThatThePackageIsNamedBy()
    {
        await HostProgram.RunAsync("dpkg-deb", "--extract", PackageFiles.Debian, _root.Combine(""));
        var version = (await HostProgram.RunAsync("dpkg-deb", "--field", PackageFiles.Debian, "Version")).Trim();

        foreach (var program in (string[])[$"{Installed}/Gateway", "/usr/bin/cutover"])
        {
            var (exitCode, output) = await _root.RunAsync(program, "--version");
            Assert.True(exitCode == 0 && output.StartsWith(version, StringComparison.Ordinal), $"{version}: {output}");
        }
    }

    /// <summary>A start without a configuration, and a command that does not know who asks: each says so in a line.</summary>
    [Fact]
    public async Task WhatIsMissing_IsSaidInALine()
    {
        await HostProgram.RunAsync("dpkg-deb", "--extract", PackageFiles.Debian, _root.Combine(""));

        var (refused, output) = await _root.RunAsync($"{Installed}/Gateway");
        Assert.Equal((1, $"No folder has both yarp.json and features.json; looked in / and /etc/cutover-gateway and {Installed}/. Start the gateway beside them or name their folder with --config."), (refused, output.Trim()));

        var (nobody, said) = await _root.RunAsync("/usr/bin/cutover", "set", "health", "shadow", "--reason", "a look");
        Assert.Equal((2, "error: --who is empty; the audit needs it."), (nobody, said.Trim()));
    }

    private static Dictionary<string, string> Settings(Uri legacy) => new()
    {
        ["Gateway__Public"] = "http://127.0.0.1:0",
        ["Gateway__Management"] = "http://127.0.0.1:0",
        ["Gateway__DrainTimeout"] = "00:00:05",
        ["Gateway__ServedByHeader"] = "true",
        ["ReverseProxy__Clusters__legacy__Destinations__flask__Address"] = legacy.ToString(),
    };

    private async Task MovesARouteAsync(ChildProcess gateway, string cutover)
    {
        var @public = new Uri(await gateway.AnnouncementAsync("PUBLIC ", Token));
        var management = await gateway.AnnouncementAsync("MANAGEMENT ", Token);
        Assert.Equal("legacy", await SideAsync());

        await AskAsync("set", "health", "live", "--force", "--reason", "a trial");
        await Eventually.IsTrueAsync(async () => await SideAsync() == "modern", Token); // on a slow machine the command may have edited the file

        await AskAsync("rollback", "health", "--reason", "the end of it");
        await Eventually.IsTrueAsync(async () => await SideAsync() == "legacy", Token);

        async Task<string?> SideAsync() => (await RawHttp.SendAsync(@public, RawRequest.Get("/health"), Token)).Value("X-Served-By");

        async Task AskAsync(params string[] arguments)
        {
            var (exitCode, output) = await _root.RunAsync(cutover, [.. arguments, "--who", "ana", "--management", management]);
            Assert.True(exitCode == 0, output);
        }
    }

    /// <summary>Those that have files in the folder.</summary>
    private static IEnumerable<string> PackagesOf(string dependencies)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        return
        [
            .. from target in document.RootElement.GetProperty("targets").EnumerateObject()
               from library in target.Value.EnumerateObject()
               where library.Value.TryGetProperty("runtime", out _) || library.Value.TryGetProperty("native", out _)
               where document.RootElement.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString() is "package" or "runtimepack"
               select library.Name.Replace("runtimepack.", "", StringComparison.Ordinal).Replace('/', ' '),
        ];
    }
}
