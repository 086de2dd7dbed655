using System.Text.Json;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Tests.Backups.Jobs;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>What every client hears of jobs.</summary>
public sealed class NoticeTests
{
    [Fact]
    public async Task Job_FromStartToEnd_IsTold()
    {
        await using var host = await JobsHost.StartAsync();
        await using var client = await HubClientSocket.ConnectAsync(host.Modules.Address);
        await client.NextAsync();

        var id = await host.StartJobAsync("out \\n> TRANSFERRING\\n\\rTransferring 50% (1 B/2 B)\\r\nexit 0");

        var told = new List<JsonElement>();
        do
            told.Add(await client.NextAsync());
        while (told[^1].GetProperty("type").GetString() != "status");
        Assert.All(told, message => Assert.Equal(id, message.GetProperty("jobId").GetString()));
        Assert.Equal(["CONFIG", "EXECUTION", "COMPLETION", "COMPLETED"], told.Select(message => message.GetProperty("phase").GetString()).Distinct());
        Assert.Contains(told, message => message.GetProperty("type").GetString() == "progress" && message.GetProperty("totalBytes").ValueKind == JsonValueKind.Number);
        Assert.Equal((100, true, false, "script.txt"), (
            told[^1].GetProperty("percent").GetInt32(), told[^1].GetProperty("success").GetBoolean(),
            told[^1].GetProperty("backingUp").GetBoolean(), told[^1].GetProperty("file").GetString()));
        Assert.All(told, message => Assert.DoesNotContain(host.Folder, message.GetRawText(), StringComparison.Ordinal));
    }

    /// <summary>The start of the client and its handshake are no part of the transfer. Less time than a ping comes after, which this client answers only as it reads.</summary>
    [Fact]
    public async Task Progress_BeforeTheFirstByte_DoesNotCountForTheEta()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var job = host.Jobs.Create();
        job.Accept("a.bin", 10_000);
        foreach (var (seconds, sent, eta) in new (int, int, long?)[] { (0, 0, null), (10, 0, null), (10, 1_000, null), (1, 2_000, 8_000), (1, 3_000, 7_000) })
        {
            host.Time.Advance(TimeSpan.FromSeconds(seconds));
            host.Publish("progress_update", Progress(job.Id, sent));

            var told = (await client.NextAsync()).GetProperty("etaMs");
            Assert.Equal(eta, told.ValueKind == JsonValueKind.Null ? null : told.GetInt64());
        }

        job.End(JobEnd.Cancelled, host.Time.GetUtcNow());
    }

    [Fact]
    public async Task Progress_OfATransfer_HasItsEtaOnceItsSpeedIsKnown()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var job = host.Jobs.Create();
        job.Accept("a.bin", 10_000);

        host.Publish("progress_update", Progress(job.Id, 1_000));
        Assert.Equal(JsonValueKind.Null, (await client.NextAsync()).GetProperty("etaMs").ValueKind);
        host.Time.Advance(TimeSpan.FromSeconds(2));
        host.Publish("progress_update", Progress(job.Id, 3_000));
        Assert.Equal(7_000, (await client.NextAsync()).GetProperty("etaMs").GetInt64());

        job.Progress("", new JobTransfer(30, 3_000, 10_000));
        Assert.Equal(7_000, (await client.AskAsync($$"""{"type":"requestStatus","jobId":"{{job.Id}}"}""")).GetProperty("etaMs").GetInt64());
        job.End(JobEnd.Cancelled, host.Time.GetUtcNow());
    }

    [Theory]
    [InlineData(
        "progress_update", """{"job_id":"job_1","phase":"EXECUTION","data":{"message":"m","progress":7,"bytes_transferred":70,"total_bytes":1000},"timestamp":1764403200.5}""",
        """{"type":"progress","timestamp":1764403200500,"jobId":"job_1","phase":"EXECUTION","message":"m","percent":7,"bytesTransferred":70,"totalBytes":1000,"etaMs":null}""")]
    [InlineData(
        "progress_update", """{"job_id":"job_1","phase":"x","data":{"progress":{"percentage":99.5},"total_bytes":-1,"success":true}}""",
        """{"type":"progress","timestamp":1795939200000,"jobId":"job_1","phase":"x","message":null,"percent":99,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"success":true}""")]
    [InlineData(
        "file_receipt", """{"event_type":"file_received","data":{"filename":"a.txt","size":5,"verified":false,"job_id":"job_1","stored_name":"u_a.txt","reason":"r"},"timestamp":1764403200.0}""",
        """{"type":"fileReceipt","timestamp":1764403200000,"jobId":"job_1","phase":"file_received","message":null,"percent":null,"bytesTransferred":null,"totalBytes":5,"etaMs":null,"file":"a.txt","verified":false,"storedName":"u_a.txt","reason":"r"}""")]
    [InlineData(
        "job_cancelled", """{"job_id":"job_1","success":true,"timestamp":1764403200.0,"phase":"CANCELLED","reason":{"a":NaN}}""",
        """{"type":"jobCancelled","timestamp":1764403200000,"jobId":"job_1","phase":"CANCELLED","message":null,"percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"success":true,"reason":"{\"a\":NaN}"}""")]
    [InlineData(
        "jobs_cancelled", """{"results":{"job_1":true,"job_2":false},"jobs":{"job_1":{"phase":"CANCELLED","message":"m","progress":{"percentage":3}}},"timestamp":1764403200.0}""",
        """{"type":"jobsCancelled","timestamp":1764403200000,"jobId":null,"phase":null,"message":null,"percent":null,"bytesTransferred":null,"totalBytes":null,"etaMs":null,"jobs":[{"jobId":"job_1","success":true,"phase":"CANCELLED","message":"m","percent":3},{"jobId":"job_2","success":false,"phase":null,"message":null,"percent":null}]}""")]
    public async Task Notice_OfAnyKind_IsTheHubsMessage(string name, string payload, string message)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.ConnectAsync();

        host.Publish(name, payload);

        Assert.Equal(message, (await client.NextAsync()).GetRawText());
    }

    [Theory]
    [InlineData("progress_update", "[]")]
    [InlineData("progress_update", "{")]
    [InlineData("something_else", "{}")]
    public async Task Notice_NotKnown_IsPassedOver(string name, string payload)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.ConnectAsync();

        host.Publish(name, payload);

        Assert.Equal("pong", (await client.AskAsync("""{"type":"ping"}""")).GetProperty("type").GetString());
    }

    private static string Progress(string id, long sent) =>
        $$$"""{"job_id":"{{{id}}}","phase":"EXECUTION","data":{"message":"","progress":0,"bytes_transferred":{{{sent}}},"total_bytes":10000},"timestamp":1.0}""";
}
