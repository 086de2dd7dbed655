using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Backups.Client;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing;

namespace Strangler.Services.Tests.Backups.Client;

/// <summary>Runs of real child processes: how they end, and that nothing of them stays.</summary>
public sealed class ClientRunTests : IDisposable
{
    private readonly ClientFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Client_Exits_TellsItsCode(int code) => Assert.Equal(new ClientExit(code, null, false), await _folder.RunAsync($"exit {code}"));

    [Fact]
    public async Task Client_EndedBySignal_TellsTheNegativeNumber()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        Assert.Equal(-9, (await _folder.RunAsync("die 9")).Code);
    }

    [Fact]
    public async Task Client_WritesErrors_TellsThemWithoutTagsAndFolders()
    {
        var exit = await _folder.RunAsync($"err [ERROR] [FILE] File not found: {_folder.Combine("x.txt")}\nerr [ERROR] [NETWORK] gone\nerr [ERROR] [NETWORK] gone\nexit 1");

        Assert.Equal("File not found: x.txt; gone", exit.Error);
    }

    [Fact]
    public async Task Client_FloodsBothOutputs_IsNeverHeldUp()
    {
        var exit = await _folder.RunAsync("flood 20\nexit 3");

        Assert.Equal(3, exit.Code);
        Assert.True(exit.Error!.Length < 21 * OutputLines.LongestLine);
    }

    [Fact]
    public async Task Client_IsStopped_EndsByItself()
    {
        using var stop = new CancellationTokenSource();
        await using var run = await _folder.StartAsync($"touch {_folder.Combine("ready")}\nhang");
        await Eventually.IsTrueAsync(() => File.Exists(_folder.Combine("ready")), TestContext.Current.CancellationToken);

        var waiting = run.WaitAsync(ClientFolder.Long, ClientFolder.Long, stop.Token);
        await stop.CancelAsync();

        Assert.NotEqual(0, (await waiting).Code);
        Assert.False((await waiting).TimedOut);
    }

    [Fact]
    public async Task StubbornClient_IsStopped_IsKilledAfterThePatience()
    {
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        await using var run = await _folder.StartAsync($"stubborn\ntouch {_folder.Combine("ready")}\nhang", time);
        await Eventually.IsTrueAsync(() => File.Exists(_folder.Combine("ready")), TestContext.Current.CancellationToken);

        var waiting = run.WaitAsync(ClientFolder.Long, TimeSpan.FromSeconds(5), stop.Token);
        await stop.CancelAsync();
        await time.AdvanceUntilAsync(waiting, TestContext.Current.CancellationToken);

        Assert.Equal(OperatingSystem.IsWindows() ? 1 : -9, (await waiting).Code);
    }

    [Fact]
    public async Task Client_TakesTooLong_IsEndedAndSaysSo()
    {
        var time = new FakeTimeProvider();
        await using var run = await _folder.StartAsync("hang", time);

        var waiting = run.WaitAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await time.AdvanceUntilAsync(waiting, TestContext.Current.CancellationToken);

        Assert.True((await waiting).TimedOut);
    }

    [Fact]
    public async Task Grandchild_OutlivesItsParent_IsEndedToo()
    {
        var exit = await _folder.RunAsync($"spawn {_folder.Combine("grandchild")}\nexit 0");

        Assert.Equal(0, exit.Code);
        var id = int.Parse(await _folder.ContentAsync("grandchild"), CultureInfo.InvariantCulture);
        await GoneAsync(id);
    }

    [Fact]
    public async Task Orphans_OfAnEarlierProcess_AreFoundByTheirMark()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A job object of Windows leaves no orphans.");
        await using var run = await _folder.StartAsync($"spawn {_folder.Combine("orphan")}\nhang");
        var id = int.Parse(await _folder.ContentAsync("orphan"), CultureInfo.InvariantCulture);

        Assert.Equal(2, ProcessTree.KillOrphans(_folder.Path));
        await GoneAsync(id);
    }

    [Fact]
    public void Program_IsMissing_IsSaid() => Assert.ThrowsAny<Win32Exception>(() =>
        ClientRun.Start(new ClientCommand(_folder.Combine("none"), []), _folder.Path, _folder.Path, _ => { }, TimeProvider.System));

    [Fact]
    public async Task Client_TellsProgress_EachChangeComesOnce()
    {
        await _folder.RunAsync(
            """
            out \n> Connection Setup\n----\n
            out \n> Authentication\n
            out \n> File Transfer\n\n> TRANSFERRING\n
            out \rTransferring 10% (6.5 KB/64 KB)
            out \rTransferring 50% (32 KB/64 KB)\rTransferring 50% (32 KB/64 KB)
            out \rTransferring 112% (72 KB/64 KB)\n
            out \n> VERIFYING\n\n> Transfer Complete\n
            exit 0
            """);

        Assert.Equal(
            [
                new(ClientStep.Connecting, 0), new(ClientStep.Authenticating, 0), new(ClientStep.Transferring, 0), new(ClientStep.Transferring, 10),
                new(ClientStep.Transferring, 50), new(ClientStep.Transferring, 100), new(ClientStep.Verifying, 100), new(ClientStep.Finishing, 100),
            ],
            _folder.Progress);
    }

    private static Task GoneAsync(int id) => Eventually.IsTrueAsync(() => !IsAlive(id), TestContext.Current.CancellationToken);

    // One whose parent does not ask for its end stays in the table as a zombie: that is no life.
    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !(OperatingSystem.IsLinux() && File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }
}
