using System.Diagnostics;
using Microsoft.Extensions.Options;
using Strangler.Testing;
using Strangler.Testing.Clients;

namespace Strangler.Services.Tests.Backups.Jobs;

/// <summary>Jobs over a restart, and what an earlier process left behind.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryJobStore _store = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EndedJob_AfterARestart_IsAnsweredAsBefore()
    {
        string id, before, performance;
        await using (var host = await StartAsync())
        {
            id = await host.StartJobAsync("out \\rTransferring 50% (1 B/2 B)\nexit 0");
            await host.EndAsync(id);
            before = (await host.StatusAsync(id)).GetRawText();
            performance = (await host.GetAsync($"/api/perf/{id}")).GetRawText();
        }

        await using var again = await StartAsync();
        Assert.Equal(before, (await again.StatusAsync(id)).GetRawText());
        Assert.Equal(performance, (await again.GetAsync($"/api/perf/{id}")).GetRawText());
    }

    [Fact]
    public async Task RunningJob_WhenTheProcessStops_FailsAndSaysWhy()
    {
        string id;
        await using (var host = await StartAsync())
        {
            id = await host.StartJobAsync($"touch {host.Signals.Combine("runs")}\nhang");
            await host.SignalAsync("runs");
        }

        await using var again = await StartAsync();
        var status = await again.StatusAsync(id);
        Assert.Equal("FAILED", status.GetProperty("phase").GetString());
        Assert.Equal("Backup failed: The server was stopped", status.GetProperty("message").GetString());
        Assert.Empty(again.Running);
    }

    [Fact]
    public async Task RunningJob_OfAProcessThatDied_FailsIsSweptAndItsClientEnded()
    {
        var running = Directory.CreateDirectory(_folder.Combine("running", "job_1")).FullName;
        await File.WriteAllTextAsync(Path.Combine(running, "upload"), "left over", TestContext.Current.CancellationToken);
        await _store.SaveAsync(new("job_1", DateTimeOffset.UnixEpoch, null, Document), TestContext.Current.CancellationToken);
        using var orphan = StartOrphan(running);

        await using var host = await StartAsync();

        var status = await host.StatusAsync("job_1");
        Assert.Equal("FAILED", status.GetProperty("phase").GetString());
        Assert.Equal("Backup failed: The server was restarted", status.GetProperty("message").GetString());
        Assert.False(status.GetProperty("backing_up").GetBoolean());
        Assert.Empty(host.Running);
        await orphan.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Folder_OfAnotherProcess_IsRefusedInWords()
    {
        await using var host = await StartAsync();
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(StartAsync);
        Assert.Contains("Services:Jobs:Folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_CannotBeWritten_StartIsRefusedAndNothingStays()
    {
        await using var host = await StartAsync();
        _store.IsBroken = true;

        var answer = await host.PostFormAsync(JobsHost.Part("file", "exit 0", "x.txt"));

        Assert.Equal(500, answer.Status);
        Assert.Empty(host.Running);
        Assert.Empty((await host.GetAsync("/api/cancelable_jobs")).GetProperty("jobs").EnumerateArray());
    }

    private const string Document =
        """{"Phase":"BACKUP_IN_PROGRESS","Message":"Starting backup of x...","BackingUp":true,"File":"x","Percentage":0,"Sent":0,"Total":5,"LastUpdated":"2026-11-24T00:00:00","Error":null,"CancelReason":null,"Performance":null}""";

    private Task<JobsHost> StartAsync() => JobsHost.StartAsync(store: _store, folder: _folder.Path);

    private static Process StartOrphan(string mark)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A job object of Windows leaves no orphans.");
        var start = new ProcessStartInfo(ScriptedClient.Program, ["-c", "import time; time.sleep(600)"]);
        start.Environment["CYBERBACKUP_JOB"] = mark;
        return Process.Start(start)!;
    }
}
