using System.Diagnostics;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>Public test suites of malformed and smuggled requests (folder shared/vectors), with a strict recording origin as legacy.</summary>
public sealed class VectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_OfPublicSuites_ReachLegacyInCanonicalFormOrNotAtAll()
    {
        var folder = Required(SharedFolder.Path is { } shared ? Path.Combine(shared, "vectors", "http1") : null);
        using ReservedPort data = new(), control = new();
        await using var origin = ChildProcess.Start("node", ["origin.mjs", $"{data.Port}", $"{control.Port}"], folder);
        await origin.AnnouncementAsync("origin ", Token);
        await using var topology = new ProxyTopology(
            new Uri($"http://127.0.0.1:{data.Port}"), ("Gateway:ConnectionLimit", "0"), ("Gateway:PageConnectionLimit", "0"));

        // A tenth of the largest set: the whole of it takes half a minute more and is for a run by hand.
        var files = Directory.GetFiles(folder, "*.json").Order().ToLookup(IsLargest);
        await JudgeAsync(folder, topology.Address, control.Port, every: 1, files[false]);
        await JudgeAsync(folder, topology.Address, control.Port, every: 10, files[true]);
    }

    private static async Task JudgeAsync(string folder, Uri gateway, int control, int every, IEnumerable<string> files)
    {
        var start = new ProcessStartInfo("python3", ["run_vectors.py", "--target", gateway.Authority, "--control", $"127.0.0.1:{control}", "--every", $"{every}", .. files])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var judge = Process.Start(start)!;
        var report = await judge.StandardOutput.ReadToEndAsync(Token);
        await judge.WaitForExitAsync(Token);
        Assert.True(judge.ExitCode == 0, report);
        Assert.Contains(" 0 failed", report, StringComparison.Ordinal);
    }

    private static bool IsLargest(string file) => Path.GetFileName(file) == "smuggler-doubles.json";

    private static string Required(string? folder)
    {
        if (folder is not null && Directory.Exists(folder))
            return folder;
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "The folder shared/vectors is not beside this repository.");
        throw new DirectoryNotFoundException("shared/vectors must be beside this repository in CI.");
    }
}
