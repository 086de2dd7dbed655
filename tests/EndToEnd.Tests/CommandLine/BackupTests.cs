using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class BackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_IsThereWhole_OrNotAtAll()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("copy");
        await using var gateway = await ManagementStub.StartAsync(200, "SQLite format 3", Token);

        var saved = await CutoverProgram.RunAsync(gateway.Address, Token, "backup", file);
        Assert.True(saved.ExitCode == 0, saved.ToString());
        Assert.Equal("SQLite format 3", await File.ReadAllTextAsync(file, Token));

        await AssertAsync(gateway, 2, $"error: {file} is there already", file);
        await AssertAsync(gateway, 1, $"error: {folder.Combine("no", "copy")} cannot be written", folder.Combine("no", "copy"));

        await using var failing = await ManagementStub.StartAsync(500, """{"error":"no room"}""", Token);
        await AssertAsync(failing, 1, "error: the gateway refused (500): no room", folder.Combine("other"));
        Assert.Equal(["copy"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    private static async Task AssertAsync(ManagementStub gateway, int exitCode, string said, string file)
    {
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "backup", file);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.StartsWith(said, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
