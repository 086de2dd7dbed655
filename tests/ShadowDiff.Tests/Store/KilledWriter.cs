using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>Writes findings and audit entries as fast as it can, and says after each commit how far it is, until it is killed.</summary>
internal static class KilledWriter
{
    public const string Command = "write-until-killed";

    public static async Task<int> RunAsync(string path)
    {
        await using var store = new OpenStore(path);
        for (var round = 1L; ; round++)
        {
            await store.CompareAsync(Pairs.Json("""{"a":1}""", $$"""{"a":{{round + 1}}}"""));
            store.Noise.Observe("status", [], []);
            await store.Writer.FlushAsync(CancellationToken.None);
            var entry = await store.Audit.AppendAsync(new TriageChange(DateTimeOffset.UnixEpoch, "test", "kill", "status", "legacy", "live"));
            Console.WriteLine($"{round} {entry}");
            await Console.Out.FlushAsync();
        }
    }
}
