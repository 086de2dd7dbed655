using System.Diagnostics;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>What is only of a file, while its writer is killed, or has it for itself.</summary>
public sealed class KilledRepairTests
{
    /// <summary>Its file is written anew over and over, and the end comes at any step of that.</summary>
    [Fact]
    public async Task Kill_InTheMiddleOfARepair_LosesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The log of an open database can be neither deleted nor cut off on Windows.");
        using var folder = new TemporaryFolder();
        var path = folder.Combine("gateway.db");
        for (var run = 1; run <= 12; run++)
        {
            var (_, audits) = await KilledWriter.WriteUntilKilledAsync(path, lines: 3, KilledWriter.MendCommand, TimeSpan.FromMilliseconds(Random.Shared.Next(40)));

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
        using var writer = Process.Start(KilledWriter.StartInfo(path, KilledWriter.Command))!;
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
}
