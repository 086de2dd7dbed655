using System.Text;
using System.Text.Json;
using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.EndToEnd.Tests.Recordings.Sockets;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Jobs;

/// <summary>
/// The flags move in the middle of an upload and in the middle of a running job, either way and back altogether: the job finishes where it
/// started, and its status, events and cancellation answer as before.
/// </summary>
public sealed class FlipTests : IClassFixture<FlipInstallation>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 20_000)));

    /// <summary>A user's backup works once at legacy (Q4).</summary>
    private static int _users;

    private readonly FlipInstallation _installation;
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public FlipTests(FlipInstallation installation)
    {
        _installation = installation;
        _over.CancelAfter(Patience);
    }

    private CancellationToken Token => _over.Token;

    public static TheoryData<string> Flips => [.. Flip.All.Select(flip => flip.Name)];

    public void Dispose() => _over.Dispose();

    [Theory]
    [MemberData(nameof(Flips))]
    public async Task RunningJob_Flip_ItAnswersAsBeforeAndFinishes(string name)
    {
        var flip = await PrepareAsync(name);
        await using var relay = _installation.NewRelay();
        using var page = await SocketClient.ConnectAsync(_installation.Address, Token);
        var job = await StartAsync(flip.Owner, relay, "job.txt");
        await job.WaitsAsync();
        var before = await job.AnswersAsync(page);

        await flip.ApplyAsync(_installation.Gateway, Token);

        Assert.Equal(before, await job.AnswersAsync(page));
        relay.Release();
        await AssertStoredAsync(job, "job.txt");
        await AssertEventsAsync(job, flip.Owner, page);
        Assert.Empty(await FlippedJob.ListAsync(_installation, Token));
    }

    [Theory]
    [MemberData(nameof(Flips))]
    public async Task RunningJob_Flip_ItIsCancelledAsBefore(string name)
    {
        var flip = await PrepareAsync(name);
        await using var relay = _installation.NewRelay();
        var job = await StartAsync(flip.Owner, relay, "cancel.txt");
        await job.WaitsAsync();

        await flip.ApplyAsync(_installation.Gateway, Token);

        Assert.Equal("""{"job_id":"job","phase":"CANCELLED","success":true}""", await job.CancelAsync());
        Assert.Contains(await job.LastPhaseAsync(), LastPhases(flip.Owner));
        Assert.Equal("""{"error":"No executor associated with this job","success":false}""", await job.CancelAsync());
    }

    [Theory]
    [MemberData(nameof(Flips))]
    public async Task Upload_Flip_ItAnswersAsBeforeAndTheJobFinishes(string name)
    {
        var flip = await PrepareAsync(name);
        await using var relay = _installation.NewRelay();
        relay.Release();
        using var page = await SocketClient.ConnectAsync(_installation.Address, Token);
        await using var upload = await RawConnection.OpenAsync(_installation.Address, Token);
        var (first, rest) = Halves(relay, "upload.txt");
        await upload.SendAsync(first, Token);
        var job = await FlippedJob.ListedAsync(_installation, flip.Owner, Token);
        var before = await job.AnswersAsync(page);

        await flip.ApplyAsync(_installation.Gateway, Token);

        Assert.Equal(before, await job.AnswersAsync(page));
        await upload.SendAsync(rest, Token);
        Assert.Equal(job.Id, FlippedJob.Started(_installation, await upload.ReceiveAsync("POST", Token), flip.Owner, Token).Id);
        await AssertStoredAsync(job, "upload.txt");
    }

    [Theory]
    [MemberData(nameof(Flips))]
    public async Task Upload_Flip_ItIsCancelledAsBefore(string name)
    {
        var flip = await PrepareAsync(name);
        await using var relay = _installation.NewRelay();
        relay.Release();
        await using var upload = await RawConnection.OpenAsync(_installation.Address, Token);
        var (first, rest) = Halves(relay, "cancelled.txt");
        await upload.SendAsync(first, Token);
        var job = await FlippedJob.ListedAsync(_installation, flip.Owner, Token);

        await flip.ApplyAsync(_installation.Gateway, Token);

        Assert.Equal("""{"job_id":"job","phase":"CANCEL_REQUESTED","success":false}""", await job.CancelAsync());
        await upload.SendAsync(rest, Token);
        await upload.ReceiveAsync("POST", Token);
        // Legacy only takes note of the wish (contract 4); modern keeps it (Q5).
        Assert.Equal(flip.Owner == "modern" ? "CANCELLED" : "COMPLETED", await job.LastPhaseAsync());
    }

    [Theory]
    [MemberData(nameof(Flips))]
    public async Task JobsOnBothSides_AfterAFlip_AreListedAndCancelledTogether(string name)
    {
        var flip = await PrepareAsync(name);
        await using var relay = _installation.NewRelay();
        var earlier = await StartAsync(flip.Owner, relay, "earlier.txt");
        await earlier.WaitsAsync();
        await flip.ApplyAsync(_installation.Gateway, Token);
        var later = await StartAsync(flip.Owner == "modern" ? "legacy" : "modern", relay, "later.txt");
        await later.WaitsAsync();

        string[] both = [earlier.Id, later.Id];
        Assert.Equal(both, (await FlippedJob.ListAsync(_installation, Token)).Select(job => job.GetProperty("job_id").GetString()));
        Assert.Subset(await NamesAsync(RawRequest.Get("/api/perf"), "jobs"), both.ToHashSet());
        Assert.Equal(both, (await NamesAsync(Recordings.Scenes.Requests.Post("/api/cancel_all"), "results")).Order(StringComparer.Ordinal));
        Assert.Contains(await earlier.LastPhaseAsync(), LastPhases(earlier.Owner));
        Assert.Contains(await later.LastPhaseAsync(), LastPhases(later.Owner));
    }

    /// <summary>After a cancellation: legacy's two threads race for the last word (Q5).</summary>
    private static IReadOnlyList<string> LastPhases(string owner) => owner == "modern" ? ["CANCELLED"] : ["CANCELLED", "FAILED"];

    private async Task<Flip> PrepareAsync(string name)
    {
        var flip = Flip.All.Single(one => one.Name == name);
        await flip.PrepareAsync(_installation.Gateway, Token);
        return flip;
    }

    private async Task<FlippedJob> StartAsync(string owner, Relay relay, string file) =>
        FlippedJob.Started(_installation, await RawHttp.SendAsync(_installation.Address, Form(relay, file), Token), owner, Token);

    private static RawRequest Form(Relay relay, string file) => new BackupForm(file, Content, $"flip{Interlocked.Increment(ref _users)}", relay.Port).ToRequest();

    private static (ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail) Halves(Relay relay, string file)
    {
        ReadOnlyMemory<byte> bytes = Form(relay, file).ToBytes();
        return (bytes[..(bytes.Length / 2)], bytes[(bytes.Length / 2)..]);
    }

    private async Task AssertStoredAsync(FlippedJob job, string file)
    {
        Assert.Equal("COMPLETED", await job.LastPhaseAsync());
        var stored = Directory.GetFiles(_installation.ReceivedFiles, $"upload_*_{file}").Max(StringComparer.Ordinal)!;
        Assert.Equal(Content, await File.ReadAllBytesAsync(stored, Token));
        File.Delete(stored);
    }

    /// <summary>Modern's job tells its steps to the end, in its status and to the pages; legacy's never tells any (Q1).</summary>
    private static async Task AssertEventsAsync(FlippedJob job, string owner, SocketClient page)
    {
        const string LastStep = "COMPLETION";
        if (owner == "legacy")
        {
            Assert.Empty(job.Events);
            return;
        }

        Assert.Contains(job.Events, step => step == LastStep);
        string packet;
        do
            packet = await page.ReceiveAsync();
        while (!packet.Contains($"\"phase\":\"{LastStep}\"", StringComparison.Ordinal));
    }

    private async Task<HashSet<string>> NamesAsync(RawRequest request, string member)
    {
        using var document = JsonDocument.Parse((await RawHttp.SendAsync(_installation.Address, request, Token)).Text);
        return [.. document.RootElement.GetProperty(member).EnumerateObject().Select(one => one.Name)];
    }
}
