using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>Writes findings and audit entries as fast as it can, and says after each commit how far it is, until it is killed. Or has its database mended as often as that.</summary>
internal static class KilledWriter
{
    public const string Command = "write-until-killed";
    public const string MendCommand = "mend-until-killed";

    public static async Task<int> RunAsync(string command, string path)
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
            if (command == MendCommand)
                await MendAsync(store, path, round);
        }
    }

    /// <summary>Nothing that was written is in the log alone when it is deleted or cut off: whatever is missing later, a repair has lost.</summary>
    private static async Task MendAsync(OpenStore store, string path, long round)
    {
        await store.Database.MaintainAsync(connection => connection.Scalar("PRAGMA wal_checkpoint(PASSIVE)"), CancellationToken.None);
        if (round % 2 == 0)
        {
            File.Delete($"{path}-wal");
        }
        else
        {
            await using var log = new FileStream($"{path}-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            log.SetLength(0);
        }

        await store.Database.CheckAsync(CancellationToken.None);
    }
}
