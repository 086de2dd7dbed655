using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Logs;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Logs;

/// <summary>An entry for each public request once it is over, where that is asked for.</summary>
public sealed class AccessLogTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_OfEitherSideAndOfNone_AreSaidWithWhatWasDecided()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = Gateway(legacy, ("Gateway:Log:Access", "true")).With("live", "pause").Start();
        using var client = gateway.Public;
        client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        var ofLegacy = await client.GetByteArrayAsync("/api/status?page=2&token=abcdef123456", Token);
        var ofModern = await (await client.PostAsync("/api/pause", null, Token)).Content.ReadAsByteArrayAsync(Token);
        await gateway.Management.GetAsync("/healthz", Token);
        await RawHttp.SendAsync(client.BaseAddress!, RawRequest.Get("/").With("Transfer_Encoding", "chunked"), Token);

        var entries = await EntriesAsync(gateway, 3);
        var status = Assert.Single(entries, entry => entry["Target"]!.StartsWith("/api/status", StringComparison.Ordinal));
        Assert.Equal(("GET", "200", "status", "legacy", "legacy", "flag", Trace), (status["Method"], status["Status"], status["Route"], status["ServedBy"], status["Stage"], status["Why"], status["Trace"]));
        Assert.Equal($"{ofLegacy.Length}", status["Bytes"]);
        Assert.Contains("page=2", status["Target"], StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", status["Target"], StringComparison.Ordinal);

        var pause = Assert.Single(entries, entry => entry["Target"] == "/api/pause");
        Assert.Equal(("POST", "pause", "modern", "live", $"{ofModern.Length}"), (pause["Method"], pause["Route"], pause["ServedBy"], pause["Stage"], pause["Bytes"]));

        var refused = Assert.Single(entries, entry => entry["Status"] == "400");
        Assert.Null(refused["Route"]);
    }

    [Fact]
    public async Task Client_ThatGoesBeforeItsAnswer_Is499()
    {
        var asked = new TaskCompletionSource();
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var gateway = Gateway(legacy, ("Gateway:Log:Access", "true")).Start();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var answer = gateway.Public.GetAsync("/api/status", gone.Token);
        await asked.Task.WaitAsync(Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);

        Assert.Equal("499", Assert.Single(await EntriesAsync(gateway, 1))["Status"]);
    }

    [Fact]
    public async Task TestersPass_IsNotWritten()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = Gateway(legacy, ("Gateway:Log:Access", "true"), ("Gateway:TesterSecret", "sixteen-or-more-characters")).Start();

        await gateway.Public.GetAsync("/?x-cutover=modern.AAAAAAAAAAAAAAAAAAAAAA", Token);

        Assert.DoesNotContain("AAAA", Assert.Single(await EntriesAsync(gateway, 1))["Target"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyAsked_NothingIsWritten()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = Gateway(legacy).Start();

        await gateway.Public.GetAsync("/api/status", Token);

        Assert.Empty(Entries(gateway));
    }

    private static GatewayApp Gateway(LegacyStub legacy, params (string Key, string Value)[] settings) => new GatewayApp(legacy.Address, settings).With(services => services.AddFakeLogging());

    /// <summary>A client has its answer a moment before the entry is written.</summary>
    private static async Task<List<Dictionary<string, string?>>> EntriesAsync(GatewayApp gateway, int count)
    {
        await Eventually.IsTrueAsync(() => Entries(gateway).Count == count, Token);
        return Entries(gateway);
    }

    private static List<Dictionary<string, string?>> Entries(GatewayApp gateway) =>
    [
        .. gateway.Services.GetFakeLogCollector().GetSnapshot().Where(entry => entry.Category == typeof(AccessLog).FullName)
            .Select(entry => entry.StructuredState!.ToDictionary(value => value.Key, value => value.Value)),
    ];
}
