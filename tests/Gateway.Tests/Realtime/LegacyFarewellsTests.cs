using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Realtime;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>Legacy is told of polling sessions whose pages come no more, so that it counts them no longer.</summary>
public sealed class LegacyFarewellsTests : IAsyncLifetime
{
    private const string Legacys = "N3UT3rTxMMzSZoX9AAAA";

    private readonly FakeTimeProvider _time = new();
    private readonly CutoverState _state = new();
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly TaskCompletionSource _answer = new();
    private LegacyStub _stub = null!;
    private LegacyClient _client = null!;
    private LegacyFarewells _farewells = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stub = await LegacyStub.StartAsync(AnswerAsync);
        _state.Swap(new(FrozenDictionary<string, Stage>.Empty, legacyOnly: false, _stub.Address), "the start");
        _client = new LegacyClient(_state);
        _farewells = new LegacyFarewells(_client, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _answer.TrySetResult();
        _farewells.Dispose();
        _client.Dispose();
        await _stub.DisposeAsync();
    }

    /// <summary>A session that a WebSocket carries is silent over HTTP, and lives.</summary>
    [Fact]
    public async Task SessionThatTimedOut_IsEndedAtLegacy_UnlessASocketCarriesIt()
    {
        _answer.SetResult();
        using var sessions = new PollingSessions(null!, _farewells, _time);
        sessions.Carry("carried");
        foreach (var sid in new[] { "silent", "carried", "closed", "a+b" })
            Assert.NotNull(sessions.Of(sid, static () => null));
        Assert.True(sessions.TryGet("closed", out var closed));
        closed.Close();

        _time.Advance(TimeSpan.FromMinutes(2));

        await Eventually.IsTrueAsync(() => _heard.Count == 2, Token);
        Assert.Equal(["1 to a+b", "1 to silent"], _heard.Order(StringComparer.Ordinal));
        Assert.True(sessions.TryGet("carried", out _));
        sessions.Leave("carried");
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.False(sessions.TryGet("carried", out _));
    }

    /// <summary>The one who nudges does not wait for a legacy that hangs.</summary>
    [Fact]
    public async Task Legacy_ThatHangs_IsToldAFewAtATime_AndNotForLong()
    {
        using var sessions = new PollingSessions(null!, _farewells, _time);
        for (var session = 0; session < 500; session++)
            sessions.Of($"s{session}", static () => null);

        Assert.Equal(500, sessions.EndAll());
        for (var more = 0; more < 1000; more++)
            _farewells.Say("s");

        await Eventually.IsTrueAsync(() => _heard.Count >= 2, Token);
        Assert.True(await _client.AnswersAsync(TimeSpan.FromMinutes(1), TimeProvider.System)); // what was on its way has arrived
        Assert.Equal((1000, 2), (_farewells.UnderWay, _heard.Count));
        _time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.IsTrueAsync(() => _farewells.UnderWay == 0, Token);
    }

    [Fact]
    public async Task Legacy_ThatIsGoneOrNotConfigured_IsLeftAlone()
    {
        await _stub.DisposeAsync();
        _farewells.Say("s");
        await Eventually.IsTrueAsync(() => _farewells.UnderWay == 0, Token);

        _state.Swap(new(FrozenDictionary<string, Stage>.Empty, legacyOnly: false, legacy: null), "gone");
        _farewells.Say("s");
        await Eventually.IsTrueAsync(() => _farewells.UnderWay == 0, Token);
    }

    /// <summary>Nobody nudged them, or not this process: their pages are told to connect anew, and legacy that they have gone.</summary>
    [Fact]
    public async Task LegacysSession_ThatModernIsToAnswer_IsEndedAtLegacy()
    {
        _answer.SetResult();
        await using var gateway = new GatewayApp(_stub.Address).With("complete", "realtime").Start();
        using var page = gateway.Public;

        using var polled = await page.GetAsync($"/socket.io/?EIO=4&transport=polling&sid={Legacys}", Token);

        Assert.Equal((HttpStatusCode.BadRequest, "\"Invalid session\""), (polled.StatusCode, await polled.Content.ReadAsStringAsync(Token)));
        await Eventually.IsTrueAsync(() => _heard.Contains($"1 to {Legacys}"), Token);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path != "/socket.io/")
            return;
        using var body = new StreamReader(context.Request.Body);
        _heard.Enqueue($"{await body.ReadToEndAsync(context.RequestAborted)} to {context.Request.Query["sid"]}");
        await _answer.Task.WaitAsync(context.RequestAborted);
    }
}
