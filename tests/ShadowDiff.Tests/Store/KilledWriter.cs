using System.Diagnostics;
using System.Globalization;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>Writes findings and audit entries as fast as it can, and says after each commit how far it is, until it is killed. Or has its database mended as often as that.</summary>
internal static class KilledWriter
{
    public const string Command = "write-until-killed";
    public const string MendCommand = "mend-until-killed";

    public static async Task<int> RunAsync(string command, StorePlace place)
    {
        await using var store = new OpenStore(place);
        for (var round = 1L; ; round++)
        {
            await store.CompareAsync(Pairs.Json("""{"a":1}""", $$"""{"a":{{round + 1}}}"""));
            store.Noise.Observe("status", [], []);
            await store.Writer.FlushAsync(CancellationToken.None);
            var entry = await store.Audit.AppendAsync(new TriageChange(DateTimeOffset.UnixEpoch, "test", "kill", "status", "legacy", "live"));
            Console.WriteLine($"{round} {entry}");
            await Console.Out.FlushAsync();
            if (command == MendCommand)
                await MendAsync(store, place.File, round);
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

    /// <summary>Starts it, and kills it after so many lines: how far it was by then.</summary>
    public static async Task<(long Rounds, long Audits)> WriteUntilKilledAsync(StorePlace place, int lines, string command = Command, TimeSpan longer = default)
    {
        using var writer = Process.Start(StartInfo(place, command))!;
        try
        {
            var last = "";
            for (var i = 0; i < lines; i++)
            {
                last = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                    ?? throw new InvalidOperationException(await writer.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            }

            await Task.Delay(longer, TestContext.Current.CancellationToken);
            var numbers = last.Split(' ');
            return (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>This very program again, whether it runs by its own executable or by <c>dotnet</c>.</summary>
    public static ProcessStartInfo StartInfo(StorePlace place, string command)
    {
        var program = Environment.ProcessPath!;
        string[] self = System.IO.Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(KilledWriter).Assembly.Location] : [];
        return new(program, [.. self, command, place.File, .. place.ConnectionString is { } server ? (string[])[server] : []]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
    }
}
