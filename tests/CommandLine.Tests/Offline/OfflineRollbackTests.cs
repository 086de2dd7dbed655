using System.Diagnostics;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Offline;
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

    [Fact]
    public void FolderInItsPlace_IsNamed()
    {
        Directory.CreateDirectory(Features);
        Assert.Contains("it is a folder, not a file", Assert.Throws<CommandException>(() => new OfflineRollback(Features, null).Apply(null)).Message, StringComparison.Ordinal);
    }
}
