using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Tests.Backups.Jobs;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>What a client asks for, and what it gets.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Connect_First_IsTheServersStatus()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await HubClientSocket.ConnectAsync(host.Modules.Address);

        var status = await client.NextAsync();

        var id = status.GetProperty("connectionId").GetString();
        Assert.Equal(32, id!.Length);
        Assert.Equal(
            $$"""{"type":"status","timestamp":1795939200000,"jobId":null,"phase":"READY","message":"Ready for backup","percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"connected":false,"backingUp":false,"updatedAt":1795939200000,"connectionId":"{{id}}"}""",
            status.GetRawText());
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", """{"type":"pong","timestamp":1795939200000,"jobId":null,"phase":null,"message":null,"percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null}""")]
    [InlineData("""{"type":"ping","requestId":7,"more":[]}""", """{"type":"pong","timestamp":1795939200000,"jobId":null,"phase":null,"message":null,"percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"requestId":7}""")]
    [InlineData("""{"type":"requestStatus","jobId":null,"requestId":"a"}""", """{"type":"status","timestamp":1795939200000,"jobId":null,"phase":"READY","message":"Ready for backup","percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"connected":false,"backingUp":false,"updatedAt":1795939200000,"requestId":"a"}""")]
    [InlineData("""{"type":"requestStatus","jobId":"job_0","requestId":"a"}""", """{"type":"error","timestamp":1795939200000,"jobId":"job_0","phase":null,"message":"There is no such job here.","percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"code":"unknownJob","requestId":"a"}""")]
    [InlineData("""{"type":"cancel","jobId":"job_0"}""", """{"type":"error","timestamp":1795939200000,"jobId":"job_0","phase":null,"message":"There is no such job here.","percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"code":"unknownJob"}""")]
    public async Task Request_Simple_IsAnswered(string request, string answer)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.ConnectAsync();

        Assert.Equal(answer, (await client.AskAsync(request)).GetRawText());
    }

    [Fact]
    public async Task RequestStatus_OfAJob_TellsHowFarItIs()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var job = host.Jobs.Create();
        job.Accept("a.bin", 10_000);

        Assert.Equal(
            $$"""{"type":"status","timestamp":1795939200000,"jobId":"{{job.Id}}","phase":"BACKUP_IN_PROGRESS","message":"Starting backup of a.bin...","percent":0,"bytesTransferred":0,"totalBytes":10000,"etaMs":null,"connected":false,"backingUp":true,"file":"a.bin","updatedAt":1795939200000}""",
            (await client.AskAsync($$"""{"type":"requestStatus","jobId":"{{job.Id}}"}""")).GetRawText());
        job.End(JobEnd.Cancelled, host.Time.GetUtcNow());
    }

    [Fact]
    public async Task RequestStatus_OfAnotherPlacesJob_IsAsWhatThatPlaceTells()
    {
        await using var host = await HubHost.StartAsync(services => services.AddSingleton<IForeignStatus>(new Elsewhere()));
        await using var client = await host.ConnectAsync();

        Assert.Equal(
            """{"type":"status","timestamp":1795939200000,"jobId":"theirs","phase":"COMPLETED","message":"m","percent":100,"bytesTransferred":5,"totalBytes":5,"etaMs":null,"connected":true,"backingUp":false,"file":"a.txt","updatedAt":1795939200000,"requestId":3}""",
            (await client.AskAsync("""{"type":"requestStatus","jobId":"theirs","requestId":3}""")).GetRawText());
        Assert.Equal("unknownJob", (await client.AskAsync("""{"type":"requestStatus","jobId":"nobodys"}""")).GetProperty("code").GetString());
        Assert.Equal("unknownJob", (await client.AskAsync("""{"type":"requestStatus","jobId":"forgotten"}""")).GetProperty("code").GetString());
        Assert.Equal("unavailable", (await client.AskAsync("""{"type":"requestStatus","jobId":"silent"}""")).GetProperty("code").GetString());
    }

    /// <summary>As <c>POST /api/cancel/&lt;id&gt;</c> goes there: who is asked is told, or hears of it as everyone.</summary>
    [Theory]
    [InlineData(ForeignCancellation.Ended, "jobEnded", "The job has ended.")]
    [InlineData(ForeignCancellation.Unknown, "unknownJob", "There is no such job here.")]
    [InlineData(ForeignCancellation.Unavailable, "unavailable", "The server that runs the job does not answer at present.")]
    [InlineData(ForeignCancellation.Refused, "unavailable", "The server that runs the job does not cancel a single one.")]
    [InlineData(ForeignCancellation.Told, null, null)]
    public async Task Cancel_AnotherPlacesJob_IsCancelledThere(ForeignCancellation result, string? code, string? text)
    {
        var elsewhere = new JobsElsewhere(result);
        await using var host = await HubHost.StartAsync(services => services.AddSingleton<IForeignJobs>(elsewhere));
        await using var client = await host.ConnectAsync();

        await client.SendAsync("""{"type":"cancel","jobId":"theirs","reason":"a try","requestId":1}""");

        if (code is not null)
        {
            var error = await client.NextAsync("error");
            Assert.Equal((code, text, "theirs", 1), (
                error.GetProperty("code").GetString(), error.GetProperty("message").GetString(), error.GetProperty("jobId").GetString(), error.GetProperty("requestId").GetInt32()));
        }

        Assert.Equal("pong", (await client.AskAsync("""{"type":"ping"}""")).GetProperty("type").GetString());
        Assert.Equal([("theirs", "a try")], elsewhere.Cancelled);
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsIt_AndEveryoneHears()
    {
        await using var host = await JobsHost.StartAsync();
        await using var client = await HubClientSocket.ConnectAsync(host.Modules.Address);
        await using var other = await HubClientSocket.ConnectAsync(host.Modules.Address);
        var id = await host.StartJobAsync($"touch {host.Signals.Combine("runs")}\nhang");
        await host.SignalAsync("runs");

        await client.SendAsync($$"""{"type":"cancel","jobId":"{{id}}","reason":"a try"}""");

        foreach (var one in new[] { client, other })
        {
            var cancelled = await one.NextAsync("jobCancelled");
            Assert.Equal((id, true, "CANCELLED", "a try"), (
                cancelled.GetProperty("jobId").GetString(), cancelled.GetProperty("success").GetBoolean(),
                cancelled.GetProperty("phase").GetString(), cancelled.GetProperty("reason").GetString()));
        }

        var status = await host.StatusAsync(id);
        Assert.Equal(("CANCELLED", "a try"), (status.GetProperty("phase").GetString(), status.GetProperty("cancel_reason").GetString()));
        await client.SendAsync($$"""{"type":"cancel","jobId":"{{id}}","requestId":1}""");
        var error = await client.NextAsync("error");
        Assert.Equal(("jobEnded", 1), (error.GetProperty("code").GetString(), error.GetProperty("requestId").GetInt32()));
    }

    [Fact]
    public async Task Cancel_Waits_ButOtherRequestsDoNot_AndTooManyAreBusy()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var job = host.Jobs.Create();
        job.Accept("a.bin", 10_000); // no client runs: the job does not end by itself

        for (var i = 0; i < 16; i++)
            await client.SendAsync($$"""{"type":"cancel","jobId":"{{job.Id}}"}""");
        Assert.Equal("busy", (await client.AskAsync("""{"type":"ping"}""")).GetProperty("code").GetString());

        job.End(JobEnd.Cancelled, host.Time.GetUtcNow());
        for (var i = 0; i < 16; i++)
            await client.NextAsync("jobCancelled");
    }

    private sealed class Elsewhere : IForeignStatus
    {
        public Task<ReadOnlyMemory<byte>?> AskAsync(string jobId, CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>?>(jobId == "theirs"
            ? """{"phase":"COMPLETED","message":"m","progress":{"percentage":100,"current_file":"a.txt","bytes_transferred":5,"total_bytes":5},"status":"initializing","events":[],"connected":true,"backing_up":false,"last_updated":"2026-11-29T08:00:00","isConnected":true}"""u8.ToArray()
            : jobId == "forgotten" ? """{"connected":true,"backing_up":false,"phase":"READY","status":"ready","message":"Ready for backup","last_updated":"2026-11-29T08:00:00","isConnected":true}"""u8.ToArray()
            : jobId == "silent" ? ReadOnlyMemory<byte>.Empty : (ReadOnlyMemory<byte>?)null);
    }

    private sealed class JobsElsewhere(ForeignCancellation result) : IForeignJobs
    {
        public List<(string Id, string? Reason)> Cancelled { get; } = [];

        public bool HasLive => true;

        public Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>?>(null);

        public Task<ForeignCancellation> CancelAsync(string jobId, string? reason, CancellationToken cancellationToken)
        {
            Cancelled.Add((jobId, reason));
            return Task.FromResult(result);
        }
    }
}
