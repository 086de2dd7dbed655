using System.Diagnostics;
using System.Globalization;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Store;

public sealed class KilledWriterTests
{
    [Fact]
    public async Task Kill_InTheMiddleOfWriting_LeavesASoundDatabaseWithAllThatWasCommitted()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("gateway.db");
        for (var run = 1; run <= 3; run++)
        {
            var (rounds, audits) = await WriteUntilKilledAsync(path, lines: 15);

            await using var store = new OpenStore(path);
            Assert.Equal("ok", store.Database.Read(connection => connection.Scalar("PRAGMA integrity_check")));
            Assert.Empty(store.Database.Read(connection => connection.Query("PRAGMA foreign_key_check", row => row.GetString(0))));
            Assert.True(store.Audit.Latest(1)[0].Id >= audits);
            var parity = store.Board.Current()["status"];
            Assert.True(parity.Diverged >= rounds);
            Assert.InRange(Assert.Single(store.Noise.Snapshot()).Samples, 0.9 * rounds, parity.Diverged);
            Assert.Equal(parity.Diverged, Assert.Single(Assert.Single((await store.Reports.ReadAsync(TestContext.Current.CancellationToken)).Routes).Divergences).Count);
        }
    }

    private static async Task<(long Rounds, long Audits)> WriteUntilKilledAsync(string path, int lines)
    {
        using var writer = Process.Start(StartInfo(path))!;
        try
        {
            var last = "";
            for (var i = 0; i < lines; i++)
            {
                last = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                    ?? throw new InvalidOperationException(await writer.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            }

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
    private static ProcessStartInfo StartInfo(string path)
    {
        var program = Environment.ProcessPath!;
        string[] self = System.IO.Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(KilledWriter).Assembly.Location] : [];
        return new(program, [.. self, KilledWriter.Command, path]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
    }
}
