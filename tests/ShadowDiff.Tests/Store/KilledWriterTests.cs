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

    /// <summary>Its file is written anew over and over, and the end comes at any step of that.</summary>
    [Fact]
    public async Task Kill_InTheMiddleOfARepair_LosesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The log of an open database can be neither deleted nor cut off on Windows.");
        using var folder = new TemporaryFolder();
        var path = folder.Combine("gateway.db");
        for (var run = 1; run <= 12; run++)
        {
            var (_, audits) = await WriteUntilKilledAsync(path, lines: 3, KilledWriter.MendCommand, TimeSpan.FromMilliseconds(Random.Shared.Next(40)));

            await using var store = new OpenStore(path);
            Assert.Equal("ok", store.Database.Read(connection => connection.Scalar("PRAGMA integrity_check")));
            Assert.True(store.Audit.Latest(1)[0].Id >= audits, $"run {run}: {audits} were written, {store.Audit.Latest(1)[0].Id} are there; {store.Database.Notice}");
            foreach (var aside in Directory.GetFileSystemEntries(folder.Path, "*.damaged-*"))
                File.Delete(aside);
        }
    }

    /// <summary>A copy that lies there is not put in the place of a file that is in use.</summary>
    [Fact]
    public async Task Copy_WhileAnotherGatewayHasTheFile_IsLeftAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There another gateway may open the file.");
        using var folder = new TemporaryFolder();
        var path = folder.Combine("gateway.db");
        using var writer = Process.Start(StartInfo(path, KilledWriter.Command))!;
        try
        {
            await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken); // it has opened it
            await using (new OpenStore($"{path}.other"))
            {
            }

            File.Move($"{path}.other", $"{path}.restored");
            await using var second = new OpenStore(path);

            Assert.Equal(DatabaseState.Unavailable, second.Database.State);
            Assert.Contains("another program holds the file", second.Database.Notice, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(folder.Path, "*.damaged-*"));
            Assert.True(File.Exists($"{path}.restored"));
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<(long Rounds, long Audits)> WriteUntilKilledAsync(string path, int lines, string command = KilledWriter.Command, TimeSpan longer = default)
    {
        using var writer = Process.Start(StartInfo(path, command))!;
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
    private static ProcessStartInfo StartInfo(string path, string command)
    {
        var program = Environment.ProcessPath!;
        string[] self = System.IO.Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(KilledWriter).Assembly.Location] : [];
        return new(program, [.. self, command, path]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
    }
}
