using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Backups.Jobs;

/// <summary>Cancelling (contract 5, Q5): the last word is CANCELLED.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task RunningJob_IsCancelled_SaysSoForGood()
    {
        await using var host = await JobsHost.StartAsync();
        var id = await host.StartJobAsync($"touch {host.Signals.Combine("runs")}\nhang");
        await host.SignalAsync("runs");

        var answer = await host.PostAsync($"/api/cancel/{id}", """{"reason": {"why": "ü"}}""");

        Assert.Equal($"{{\"job_id\":\"{id}\",\"phase\":\"CANCELLED\",\"reason\":{{\"why\":\"\\u00fc\"}},\"success\":true}}\n", answer.Text);
        var status = await host.StatusAsync(id);
        Assert.Equal("CANCELLED", status.GetProperty("phase").GetString());
        Assert.Equal("Backup cancelled", status.GetProperty("message").GetString());
        Assert.False(status.GetProperty("backing_up").GetBoolean());
        Assert.Equal("ü", status.GetProperty("cancel_reason").GetProperty("why").GetString());
        Assert.Empty(host.Running);
        Assert.Equal("{\"error\":\"No executor associated with this job\",\"success\":false}\n", (await host.PostAsync($"/api/cancel/{id}")).Text);
    }

    [Fact]
    public async Task WaitingJob_IsCancelled_NeverRuns()
    {
        await using var host = await JobsHost.StartAsync(new Dictionary<string, string> { ["Services:Jobs:MaxRunning"] = "1" });
        var running = await host.StartJobAsync($"touch {host.Signals.Combine("runs")}\nhang", "a");
        await host.SignalAsync("runs");
        var waiting = await host.StartJobAsync($"touch {host.Signals.Combine("ran")}", "b");

        Assert.Contains("\"phase\":\"CANCELLED\",\"success\":true", (await host.PostAsync($"/api/cancel/{waiting}")).Text, StringComparison.Ordinal);
        await host.PostAsync($"/api/cancel/{running}");
        Assert.False(File.Exists(host.Signals.Combine("ran")));
    }

    [Fact]
    public async Task Upload_IsStillReceived_CancellationIsNotedAndKept()
    {
        await using var host = await JobsHost.StartAsync();
        var form = JobsHost.Form(JobsHost.Part("file", $"touch {host.Signals.Combine("ran")}", "x.txt")).ToBytes();
        await using var upload = await RawConnection.OpenAsync(host.Modules.Address, TestContext.Current.CancellationToken);
        await upload.SendAsync(form.AsMemory(..^20), TestContext.Current.CancellationToken);
        var id = await ReceivingAsync(host);

        var answer = await host.PostAsync($"/api/cancel/{id}");
        Assert.Equal($"{{\"job_id\":\"{id}\",\"phase\":\"CANCEL_REQUESTED\",\"success\":false}}\n", answer.Text);

        await upload.SendAsync(form.AsMemory(^20..), TestContext.Current.CancellationToken);
        Assert.Equal(200, (await upload.ReceiveAsync("POST", TestContext.Current.CancellationToken)).Status);
        Assert.Equal("CANCELLED", (await host.EndAsync(id)).GetProperty("phase").GetString());
        Assert.False(File.Exists(host.Signals.Combine("ran")));
    }

    [Fact]
    public async Task CancelAll_EndsEveryJob()
    {
        await using var host = await JobsHost.StartAsync();
        string[] ids = [await host.StartJobAsync($"touch {host.Signals.Combine("1")}\nhang", "a"), await host.StartJobAsync("hang", "b"), await host.StartJobAsync("hang", "b")];
        await host.SignalAsync("1");

        var answer = JobsHost.Json(await host.PostAsync("/api/cancel_all"));

        Assert.Equal(ids, answer.GetProperty("results").EnumerateObject().Select(one => one.Name));
        Assert.All(answer.GetProperty("results").EnumerateObject(), one => Assert.True(one.Value.GetBoolean()));
        Assert.All(answer.GetProperty("jobs").EnumerateObject(), one => Assert.Equal("CANCELLED", one.Value.GetProperty("phase").GetString()));
        Assert.Equal("{\"jobs\":[],\"success\":true}\n", (await host.Modules.GetAsync("/api/cancelable_jobs", TestContext.Current.CancellationToken)).Text);
        Assert.Equal("{\"jobs\":{},\"results\":{},\"success\":true}\n", (await host.PostAsync("/api/cancel_all")).Text);
    }

    private static async Task<string> ReceivingAsync(JobsHost host)
    {
        var list = await Eventually.GetAsync(
            () => host.GetAsync("/api/cancelable_jobs"), now => now.GetProperty("jobs").GetArrayLength() == 1, TestContext.Current.CancellationToken);
        return list.GetProperty("jobs")[0].GetProperty("job_id").GetString()!;
    }
}
