using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Backups.Jobs;

/// <summary>The lives of jobs, seen as a page sees them (contract 4, 6).</summary>
public sealed class JobLifeTests
{
    [Fact]
    public async Task Client_Succeeds_JobIsCompletedAndLeavesNothing()
    {
        await using var host = await JobsHost.StartAsync();
        var id = await host.StartJobAsync("out \\n> TRANSFERRING\\n\\rTransferring 50% (1 B/2 B)\\r\nexit 0");

        var status = await host.EndAsync(id);

        Assert.Equal("COMPLETED", status.GetProperty("phase").GetString());
        Assert.Equal("Backup completed successfully!", status.GetProperty("message").GetString());
        Assert.Equal(100, status.GetProperty("progress").GetProperty("percentage").GetInt32());
        Assert.Equal(status.GetProperty("progress").GetProperty("total_bytes").GetInt64(), status.GetProperty("progress").GetProperty("bytes_transferred").GetInt64());
        Assert.Empty(host.Running);
        Assert.Equal("Ready for new backup.", (await host.GetAsync("/api/status")).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Events_OfAJob_TellItsStepsOnceAndNoPaths()
    {
        await using var host = await JobsHost.StartAsync();
        var id = await host.StartJobAsync($"out \\n> Connection Setup\\n\nout \\rTransferring 40% (1 B/2 B)\ntouch {host.Signals.Combine("sent")}\nwait {host.Signals.Combine("go")}\nexit 0");
        await host.SignalAsync("sent");
        var halfway = await host.UntilAsync(id, status => status.GetProperty("progress").GetProperty("percentage").GetInt32() == 40);
        await File.WriteAllTextAsync(host.Signals.Combine("go"), "", TestContext.Current.CancellationToken);
        Assert.True(halfway.GetProperty("backing_up").GetBoolean());
        Assert.Equal("BACKUP_IN_PROGRESS", halfway.GetProperty("phase").GetString());

        await host.EndAsync(id);

        var phases = host.Events.Select(one => one.GetProperty("phase").GetString()).ToList();
        Assert.Equal(["CONFIG", "EXECUTION", "COMPLETION"], phases.Distinct());
        Assert.Single(phases, "COMPLETION");
        Assert.All(host.Events, one => Assert.DoesNotContain(host.Folder, one.GetRawText(), StringComparison.Ordinal));
        Assert.Contains(host.Events, one => one.GetProperty("data").TryGetProperty("progress", out var progress) && progress.GetInt32() == 40);
        Assert.Empty((await host.StatusAsync(id)).GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Client_Fails_JobSaysCodeAndError()
    {
        await using var host = await JobsHost.StartAsync();
        var status = await host.EndAsync(await host.StartJobAsync("err [ERROR] [AUTH] Registration failed: Username already exists\nexit 1"));

        Assert.Equal("FAILED", status.GetProperty("phase").GetString());
        Assert.Equal("Backup failed: Client process failed with code 1", status.GetProperty("message").GetString());
        Assert.Equal("Registration failed: Username already exists", status.GetProperty("error").GetString());
        Assert.Empty(host.Running);
    }

    [Fact]
    public async Task Client_IsMissing_JobSaysSo()
    {
        await using var host = await JobsHost.StartAsync(new Dictionary<string, string> { ["Services:Jobs:Client"] = "no-such-client" });
        var status = await host.EndAsync(await host.StartJobAsync("exit 0"));

        Assert.Equal("Backup failed: C++ client not found", status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("exit 0", true, JobFault.None)]
    [InlineData("exit 1", true, JobFault.Client)]
    [InlineData("exit 1", false, JobFault.Server)]
    public async Task Client_HasEnded_WhoeverListensHearsWhoseFaultItIs(string script, bool isServerUp, JobFault fault)
    {
        using var server = isServerUp ? BackupServerPort.Up() : BackupServerPort.Down();
        var heard = new Heard();
        await using var host = await JobsHost.StartAsync(
            new Dictionary<string, string> { ["Services:BackupServerPort"] = $"{server.Number}" }, configure: services => services.AddSingleton<IJobListener>(heard));

        await host.StartJobAsync(script);

        Assert.Equal(fault, await heard.Fault);
    }

    [Fact]
    public async Task Client_IsMissing_IsTheRunnersFault_WhateverTheServerDoes()
    {
        var heard = new Heard();
        await using var host = await JobsHost.StartAsync(new Dictionary<string, string> { ["Services:Jobs:Client"] = "no-such-client" }, configure: services => services.AddSingleton<IJobListener>(heard));

        await host.StartJobAsync("exit 0");

        Assert.Equal(JobFault.Runner, await heard.Fault);
    }

    [Fact]
    public async Task Identity_OfAUser_IsKeptForTheNextJob()
    {
        await using var host = await JobsHost.StartAsync();
        foreach (var user in new[] { "a", "a", "b" })
            await host.EndAsync(await host.StartJobAsync($"identify {host.Signals.Combine(user)}\nexit 0", user));

        Assert.Equal(["new", "known"], await File.ReadAllLinesAsync(host.Signals.Combine("a"), TestContext.Current.CancellationToken));
        Assert.Equal(["new"], await File.ReadAllLinesAsync(host.Signals.Combine("b"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Jobs_OfOneUser_RunOneAfterTheOther()
    {
        await using var host = await JobsHost.StartAsync();
        var first = await host.StartJobAsync($"touch {host.Signals.Combine("first")}\nwait {host.Signals.Combine("go")}\nexit 0");
        await host.SignalAsync("first");
        var second = await host.StartJobAsync($"touch {host.Signals.Combine("second")}\nexit 0");
        await host.EndAsync(await host.StartJobAsync("exit 0", "other"));
        Assert.False(File.Exists(host.Signals.Combine("second")));

        await File.WriteAllTextAsync(host.Signals.Combine("go"), "", TestContext.Current.CancellationToken);
        await host.EndAsync(first);
        await host.EndAsync(second);
        Assert.True(File.Exists(host.Signals.Combine("second")));
    }

    [Fact]
    public async Task Places_AreTaken_OneMoreIsRefused()
    {
        await using var host = await JobsHost.StartAsync(new Dictionary<string, string> { ["Services:Jobs:MaxRunning"] = "1", ["Services:Jobs:MaxWaiting"] = "1" });
        var running = await host.StartJobAsync($"touch {host.Signals.Combine("runs")}\nhang", "a");
        await host.SignalAsync("runs");
        var waiting = await host.StartJobAsync("exit 0", "b");

        var refused = await host.PostFormAsync(JobsHost.Part("file", "exit 0", "x.txt"), JobsHost.Part("username", "c"));
        Assert.Equal(503, refused.Status);
        Assert.Equal("{\"error\":\"Backup start error: too many backups are waiting; try again later\",\"success\":false}\n", refused.Text);
        Assert.Equal(2, host.Running.Count);

        await host.PostAsync($"/api/cancel/{running}");
        Assert.Equal("COMPLETED", (await host.EndAsync(waiting)).GetProperty("phase").GetString());
        await host.EndAsync(await host.StartJobAsync("exit 0"));
    }

    [Fact]
    public async Task Performance_OfAJob_IsFedAndStandsStillAtItsEnd()
    {
        await using var host = await JobsHost.StartAsync();
        var id = await host.StartJobAsync("out \\rTransferring 50% (1 B/2 B)\nout \\rTransferring 100% (2 B/2 B)\\n\nexit 0");
        await host.EndAsync(id);

        var job = (await host.GetAsync($"/api/perf/{id}")).GetProperty("job");
        Assert.Equal(100.0, job.GetProperty("progress_pct").GetDouble());
        Assert.True(job.GetProperty("peak_speed_bps").GetInt64() > 0);
        Assert.Equal(job.GetRawText(), (await host.GetAsync("/api/perf")).GetProperty("jobs").GetProperty(id).GetRawText());
    }

    private sealed class Heard : IJobListener
    {
        private readonly TaskCompletionSource<JobFault> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<JobFault> Fault => _fault.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Ended(DateTimeOffset createdAt, JobFault fault, string message) => _fault.TrySetResult(fault);
    }
}
