using System.Text.Json;
using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.Testing;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Recordings.Sockets;

/// <summary>What Socket.IO says of jobs: their status on request, and the broadcasts of cancels, as recorded.</summary>
public sealed class SocketJobTests
{
    private const int Size = 2_000_000;
    private const string Killed = "FAILED 0 % 'Backup failed: Client process failed with code -9' backing_up=False";
    private const string Cancelled = "CANCELLED 0 % 'Backup cancelled' backing_up=False";

    /// <summary>Not at live: there the gateway reads legacy's status when a job has ended, and reading it connects legacy (Q17).</summary>
    public static TheoryData<string> Targets => [Target.Legacy.Name, Target.AtLegacy.Name];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task FinishedJob_RequestStatus_IsAnsweredAsRecorded(string target)
    {
        var recorded = SocketDocument.Up.GetProperty("job_success");
        await using var installation = await StartAsync(target, null);
        using var client = await SocketClient.ConnectAsync(installation.Address, Token);
        var start = await RawHttp.SendAsync(installation.Address, new BackupForm("sock.txt", "x"u8.ToArray(), "S1", installation.BackupPort).ToRequest(), Token);
        var id = JobId(start.Text);

        // No status call here: it would establish the connection, which the recorded frames show as not established.
        var after = await Eventually.GetAsync(
            () => AskAsync($$"""42["request_status",{"job_id":"{{id}}"}]"""), answer => answer.Contains("COMPLETED", StringComparison.Ordinal), Token);
        Assert.Equal(SocketDocument.Incoming(recorded.GetProperty("after")).Last(), SocketDocument.Mask(after));
        var general = await Eventually.GetAsync(
            () => AskAsync("42[\"request_status\",{}]"), answer => answer.Contains("Ready for new backup.", StringComparison.Ordinal), Token);
        Assert.Equal(SocketDocument.Incoming(recorded.GetProperty("general_after")).Last(), SocketDocument.Mask(general));

        async Task<string> AskAsync(string packet)
        {
            await client.SendAsync(packet);
            return await client.ReceiveAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task RunningJob_Cancelled_IsBroadcastAsRecorded(string target)
    {
        await using var installation = await StartAsync(target, "0.1");
        using var client = await SocketClient.ConnectAsync(installation.Address, Token);
        foreach (var (name, user) in new[] { ("cancel_no_body", "S1"), ("cancel_with_reason", "S2"), ("cancel_all", "S3") })
            await CancelAsync(installation, client, SocketDocument.Up.GetProperty(name), name, user);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task LeakedJob_Cancelled_IsBroadcastAsRecorded(string target)
    {
        var recorded = SocketDocument.Up.GetProperty("cancel_leaked_job");
        await using var installation = await StartAsync(target, null);
        using var client = await SocketClient.ConnectAsync(installation.Address, Token);
        await PostAsync(installation, "/api/start_backup");
        var id = JobId((await RawHttp.SendAsync(installation.Address, RawRequest.Get("/api/cancelable_jobs"), Token)).Text);

        Assert.Equal(Masked.Text(recorded.GetProperty("http").GetRawText(), id), Masked.Text(await PostAsync(installation, $"/api/cancel/{id}"), id));
        Assert.Equal(Masked.Text(recorded.GetProperty("http_all").GetRawText(), id), Masked.Text(await PostAsync(installation, "/api/cancel_all"), id));
        foreach (var expected in SocketDocument.Incoming(recorded.GetProperty("frames")))
            Assert.Equal(expected, SocketDocument.Mask(await client.ReceiveAsync()));

        await client.SendAsync("42[\"request_status\",{}]");
        Assert.Equal(SocketDocument.Incoming(recorded.GetProperty("last_known")).Last(), SocketDocument.Mask(await client.ReceiveAsync()));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task UnknownJob_Cancelled_IsNotBroadcast(string target)
    {
        await using var installation = await StartAsync(target, null);
        using var client = await SocketClient.ConnectAsync(installation.Address, Token);
        Assert.Equal(
            Masked.Text(SocketDocument.Up.GetProperty("cancel_unknown_job").GetProperty("http").GetRawText(), "-"),
            Masked.Text(await PostAsync(installation, "/api/cancel/none"), "-"));
        await client.SendAsync("42[\"ping\"]");
        Assert.StartsWith("42[\"pong\"", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    private static async Task CancelAsync(Installation installation, SocketClient client, JsonElement recorded, string name, string user)
    {
        await using var relay = new Relay(installation.BackupPort);
        var job = await JobRun.StartAsync(installation, new("c.bin", new byte[Size], user, relay.Port), Token);
        await relay.SentAsync(Size + 31 * 290, Token);

        var answer = await job.PostAsync(name == "cancel_all" ? "/api/cancel_all" : $"/api/cancel/{job.Id}", name == "cancel_with_reason" ? """{"reason": "user asked \u00fc"}""" : null);
        Assert.Equal(Masked.Text(recorded.GetProperty("http").GetRawText(), job.Id), Masked.Text(answer.Text, job.Id));
        Assert.Equal(SocketDocument.Incoming(recorded.GetProperty("frames")).First(), SocketDocument.Mask(await client.ReceiveAsync()));
        await job.WatchUntilAsync([Killed, Cancelled]);
    }

    private static Task<Installation> StartAsync(string target, string? checksumRate) => Installation.StartAsync(
        new("jobs over sockets", _ => false) { BackupServerUp = true, ChecksumRate = checksumRate }, Target.All.Single(one => one.Name == target), Token);

    private static async Task<string> PostAsync(Installation installation, string path) =>
        (await RawHttp.SendAsync(installation.Address, Scenes.Requests.Post(path), Token)).Text;

    private static string JobId(string json) => json[json.IndexOf("job_1", StringComparison.Ordinal)..][..20];
}
