using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Tests.Legacy;
using Strangler.Testing;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.Gateway.Tests.Listeners;

public sealed class ConnectionLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recorded => [.. RecordingFiles.All.Where(recording => recording.File == "connection_limit").Select(recording => recording.Name)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task TwelveInFlight_AnswersAsRecorded(string name)
    {
        var recording = RecordingFiles.All.Single(recording => recording.File == "connection_limit" && recording.Name == name);
        await using var topology = new ProxyTopology(HoldingUploads());
        await using var uploads = await Uploads.StartAsync(topology, 12);

        var answer = await topology.SendAsync(recording.Request.ToRaw());

        if (recording.Response.Status != 429)
        {
            Assert.Equal("ok", answer.Text); // let through: legacy's own answer
            return;
        }

        Assert.Equal((429, "TOO MANY REQUESTS", recording.Response.BodyText), (answer.Status, answer.Reason, answer.Text));
        Assert.Equal(EndToEnd(recording.Response.Headers.Select(header => (header[0], header[1]))), EndToEnd(answer.Headers.Select(header => (header.Key, header.Value))));
    }

    [Fact]
    public async Task Pages_SixteenInFlight_AreRefused()
    {
        await using var topology = new ProxyTopology(HoldingUploads(), ("Gateway:ConnectionLimit", "16"));
        await using var uploads = await Uploads.StartAsync(topology, 16);

        Assert.Equal(429, (await topology.GetAsync("/")).Status);
        Assert.Equal(429, (await topology.GetAsync("/api/connect")).Status); // GET of a POST rule: legacy's page rule
        Assert.Equal(200, (await topology.GetAsync("/socket.io/?EIO=4")).Status);
    }

    [Fact]
    public async Task Refusals_DoNotChangeTheCount()
    {
        await using var topology = new ProxyTopology(HoldingUploads(), ("Gateway:ConnectionLimit", "2"));
        await using var uploads = await Uploads.StartAsync(topology, 2);

        for (var i = 0; i < 3; i++)
            Assert.Equal(429, (await topology.GetAsync("/api/status")).Status);

        await uploads.FinishOneAsync();
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await topology.GetAsync("/api/status")).Status);
    }

    [Fact]
    public async Task Client_ThatWaitsForEachAnswer_IsNeverRefused()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok), ("Gateway:ConnectionLimit", "4"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var client = await topology.OpenAsync();
            for (var i = 0; i < 100; i++)
                Assert.Equal(200, (await client.ExchangeAsync(RawRequest.Get("/api/status"), Token)).Status);
        }));
    }

    [Fact]
    public async Task Client_ThatVanishes_IsCountedOutAndForgotten()
    {
        await using var topology = new ProxyTopology(HoldingUploads(), ("Gateway:ConnectionLimit", "1"));
        var clients = topology.Services.GetRequiredService<ClientTable>();
        var uploads = await Uploads.StartAsync(topology, 1);
        Assert.Equal(429, (await topology.GetAsync("/api/status")).Status);

        await uploads.DisposeAsync();

        await Eventually.GetAsync(() => topology.GetAsync("/api/status"), answer => answer.Status == 200, Token);
        await Eventually.GetAsync(() => clients.Count, count => count == 0, Token);
    }

    [Fact]
    public async Task Limit_OfZero_IsNone()
    {
        await using var topology = new ProxyTopology(HoldingUploads(), ("Gateway:ConnectionLimit", "0"), ("Gateway:PageConnectionLimit", "0"));
        await using var uploads = await Uploads.StartAsync(topology, 30);

        Assert.Equal(200, (await topology.GetAsync("/api/status")).Status);
        Assert.Equal(200, (await topology.GetAsync("/")).Status);
    }

    /// <summary>Uploads wait for the last byte of their body; all else is answered at once.</summary>
    private static RawLegacy HoldingUploads() => RawLegacy.Playing(async legacy =>
    {
        var head = await legacy.ReadHeadAsync();
        if (head.Contains("X-Upload", StringComparison.Ordinal))
            await legacy.ReadAsync(Uploads.Length);
        await legacy.WriteAsync(RawLegacy.Ok);
    });

    /// <summary>Without what is the connection's and what names the server.</summary>
    private static IEnumerable<string> EndToEnd(IEnumerable<(string Name, string Value)> headers) =>
        headers.Where(header => header.Name is not ("Server" or "Date" or "Connection" or "Keep-Alive")).Select(header => $"{header.Name}: {header.Value}").Order();
}
