using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>A page that polls legacy hears of modern's jobs, and else what legacy says, in its order, once.</summary>
public sealed class PollingBridgeTests : IAsyncLifetime
{
    private const string Notice = "42[\"job_cancelled\",{\"job_id\":\"moderns\"}]";
    private const string Poll = "/socket.io/?EIO=4&transport=polling&sid=s";
    private const string Origin = "http://localhost:9090";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeJobs _jobs = new() { HasLive = true };
    private readonly TemporaryFolder _folder = new();
    private readonly Channel<string> _legacySays = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _posted = new();
    private LegacyStub _legacy = null!;
    private ModuleGateway _gateway = null!;
    private HttpClient _page = null!;
    private int _polls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _jobs.Owned["moderns"] = "{}\n"u8.ToArray();
        _legacy = await LegacyStub.StartAsync(AnswerAsync);
        _gateway = await ModuleGateway.StartAsync(_folder.Path, _legacy.Address, _jobs);
        _page = new HttpClient { BaseAddress = _gateway.Address };
        _page.DefaultRequestHeaders.Add("Origin", Origin);
    }

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        await _gateway.DisposeAsync();
        await _legacy.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Notice_WhileLegacyHasNothingToSay_IsToldAtOnce_AndWhatLegacySaysNext_Once()
    {
        await ConnectAsync();
        var poll = PollAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _polls) == 2), Token);

        Publish();
        Assert.Equal(Notice, await poll);

        poll = PollAsync();
        Say("2");
        Assert.Equal("2", await poll);
        Publish();
        Publish();
        Assert.Equal($"{Notice}\u001e{Notice}", await PollAsync());
        Say("42[\"a\"]\u001ebAAEC");
        Assert.Equal("42[\"a\"]\u001ebAAEC", await PollAsync());
        Assert.Equal(3, Volatile.Read(ref _polls));
    }

    [Fact]
    public async Task Notice_WhenLegacyHasSpoken_StandsBehindIt()
    {
        await ConnectAsync();
        var poll = PollAsync();
        Publish();
        await poll;
        Say("2");
        await Eventually.IsTrueAsync(() => Task.FromResult(_legacySays.Reader.Count == 0), Token);
        await Task.Delay(200, Token); // its answer is here
        Publish();

        Assert.Equal($"2\u001e{Notice}", await PollAsync());
    }

    [Fact]
    public async Task Answers_OfTheGateway_HaveLegacysHeaders()
    {
        var legacys = await ConnectAsync();
        var poll = GetAsync();
        Publish();

        using var own = await poll;

        Assert.Equal(legacys, HeadersOf(own));
        Assert.Contains($"Access-Control-Allow-Origin: {Origin}", legacys, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_BeforeThePageHasConnected_IsNotTold()
    {
        var poll = PollAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _polls) == 1), Token);
        Publish();
        Say("42[\"status\",{}]\u001e40{\"sid\":\"x\"}");

        Assert.Equal("42[\"status\",{}]\u001e40{\"sid\":\"x\"}", await poll);
    }

    [Fact]
    public async Task PageThatIsGone_FindsWhatLegacySaidMeanwhile()
    {
        await ConnectAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var poll = _page.GetStringAsync(Poll, gone.Token);
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _polls) == 2), Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await WaitingAsync(0); // else it is told to the page that has gone, as by legacy

        Say("42[\"a\"]");

        Assert.Equal("42[\"a\"]", await Eventually.GetAsync(PollAsync, static text => text.Length > 0, Token));
        Assert.Equal(2, Volatile.Read(ref _polls));
    }

    [Fact]
    public async Task PollsAtOnce_AreAnsweredOneAfterTheOther_AndLegacyIsAskedOnce()
    {
        await ConnectAsync();
        var polls = new List<Task<string>> { PollAsync(), PollAsync(), PollAsync() };
        await WaitingAsync(polls.Count);

        for (var left = polls.Count; left > 0; left--)
        {
            Publish();
            var told = await Task.WhenAny(polls).WaitAsync(Patience, Token);
            Assert.Equal(Notice, await told);
            polls.Remove(told);
        }

        Assert.Equal(2, Volatile.Read(ref _polls));
    }

    /// <summary>The next poll comes while the last one's answer is still being sent.</summary>
    [Fact]
    public async Task PollAfterAnAnswerThatNobodyReads_IsTold()
    {
        await ConnectAsync();
        await using var slow = await RawConnection.OpenAsync(_gateway.Address, Token);
        await slow.SendAsync(RawRequest.Get(Poll), Token);
        Say(new string('a', 32 << 20));
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _polls) == 2 && _legacySays.Reader.Count == 0), Token);

        var poll = PollAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _polls) == 3), Token); // the first poll has taken what legacy said
        Publish();

        Assert.Equal(Notice, await poll.WaitAsync(Patience, Token));
    }

    /// <summary>Legacy ends the poll that waits, and knows the session no more.</summary>
    [Fact]
    public async Task Close_EndsThePollThatWaits_AsLegacySays()
    {
        await ConnectAsync();
        var sessions = _gateway.Services.GetRequiredService<PollingSessions>();
        var poll = GetAsync();
        await WaitingAsync(1);

        using var posted = await _page.PostAsync(Poll, new StringContent("41\u001e1"), Token);
        Publish(); // not to a page that has closed
        Say("");

        using var ended = await poll.WaitAsync(Patience, Token);
        Assert.Equal((HttpStatusCode.OK, ""), (ended.StatusCode, await ended.Content.ReadAsStringAsync(Token)));
        await Eventually.IsTrueAsync(() => Task.FromResult(!sessions.TryGet("s", out _)), Token);
    }

    [Fact]
    public async Task PollsThatWait_WhenTheSessionIsForgotten_AreToldSo()
    {
        await ConnectAsync();
        var polls = new[] { GetAsync(), GetAsync() };
        await WaitingAsync(polls.Length);

        _gateway.Services.GetRequiredService<PollingSessions>().Remove("s");

        foreach (var poll in polls)
        {
            using var ended = await poll.WaitAsync(Patience, Token);
            Assert.Equal(HttpStatusCode.BadRequest, ended.StatusCode);
        }
    }

    [Fact]
    public async Task QuestionAboutAJob_OfModerns_IsAnsweredByAPoll_AllElseReachesLegacy()
    {
        await ConnectAsync();
        const string others = "42[\"request_status\",{\"job_id\":\"legacys\"}]";

        using var posted = await _page.PostAsync(Poll, new StringContent($"{others}\u001e427[\"request_status\",{{\"job_id\":\"moderns\"}}]\u001e3"), Token);

        Assert.Equal("OK", await posted.Content.ReadAsStringAsync(Token));
        Assert.Equal($"{others}\u001e42[\"answered\"]\u001e3", _posted.Last());
        var told = await PollAsync();
        Assert.StartsWith("42[\"status_response\",{\"status\":{},\"job_id\":\"moderns\",\"timestamp\":", told, StringComparison.Ordinal);
        Assert.EndsWith("\u001e437[]", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nudge_EndsThePoll_AndAllThatFollow_Once()
    {
        await ConnectAsync();
        var poll = GetAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _polls) == 2), Token);
        var sessions = _gateway.Services.GetRequiredService<PollingSessions>();

        Assert.Equal(1, sessions.EndAll());
        Assert.Equal(0, sessions.EndAll());

        using var ended = await poll;
        Assert.Equal((HttpStatusCode.BadRequest, "\"Invalid session\""), (ended.StatusCode, await ended.Content.ReadAsStringAsync(Token)));
        using var posted = await _page.PostAsync(Poll, new StringContent("3"), Token);
        Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
        await Eventually.IsTrueAsync(() => !_posted.IsEmpty, Token);
        Assert.Equal(["1"], _posted); // legacy, too, is told that it is over, once
    }

    [Fact]
    public async Task Upgrade_WhatWasNotToldByPolling_IsToldOverTheSocket_BeforeAllElse()
    {
        await ConnectAsync();
        var poll = PollAsync();
        Publish();
        await poll; // legacy's own poll waits on
        await using var socket = await RawConnection.OpenAsync(_gateway.Address, Token);
        var answer = await socket.ExchangeAsync(RawRequest.Get("/socket.io/?EIO=4&transport=websocket&sid=s").With("Connection", "Upgrade").With("Upgrade", "websocket")
            .With("Sec-WebSocket-Version", "13").With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), Token);
        Assert.Equal(101, answer.Status);
        Publish();
        Say("42[\"late\"]\u001e6");

        await socket.SendAsync(Frames.Client("5"), Token);

        byte[] expected = [.. Frames.Server("42[\"late\"]"), .. Frames.Server(Notice), .. Frames.Server("6")];
        var told = new byte[expected.Length];
        socket.Buffered.CopyTo(told);
        await socket.Stream.ReadExactlyAsync(told.AsMemory(socket.Buffered.Length), Token);
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(told));
        Assert.Equal(0, _gateway.Services.GetRequiredService<PollingSessions>().EndAll()); // a socket now
        Assert.Equal(0, _gateway.Services.GetRequiredService<LegacyFarewells>().UnderWay);
        Assert.Empty(_posted);
    }

    [Fact]
    public async Task LegacyOnly_AllIsLegacys()
    {
        await _gateway.SetLegacyOnlyAsync(true);
        await ConnectAsync();
        Publish();
        Say("2");

        Assert.Equal("2", await PollAsync());
    }

    /// <summary>Legacy lets the page in; returns the headers of its answer.</summary>
    private async Task<string> ConnectAsync()
    {
        Say("40{\"sid\":\"x\"}");
        using var answer = await GetAsync();
        Assert.Equal("40{\"sid\":\"x\"}", await answer.Content.ReadAsStringAsync(Token));
        return HeadersOf(answer);
    }

    private static string HeadersOf(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order());

    /// <summary>Until so many polls wait.</summary>
    private Task WaitingAsync(int polls) =>
        Eventually.IsTrueAsync(() => Task.FromResult(_gateway.Services.GetRequiredService<PollingSessions>().TryGet("s", out var session) && session.Polls == polls), Token);

    private Task<HttpResponseMessage> GetAsync() => _page.GetAsync(Poll, Token);

    private Task<string> PollAsync() => _page.GetStringAsync(Poll, Token);

    private void Say(string packets) => Assert.True(_legacySays.Writer.TryWrite(packets));

    private void Publish() => _gateway.Services.GetRequiredService<INoticeSink>().Publish(new Notice("job_cancelled", "{\"job_id\":\"moderns\"}"u8.ToArray()));

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest || context.Request.Headers.Upgrade.Count > 0)
        {
            await SocketAsync(context);
            return;
        }

        context.Response.Headers.AccessControlAllowCredentials = "true";
        context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            using var reader = new StreamReader(context.Request.Body);
            _posted.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("OK", context.RequestAborted);
            return;
        }

        Interlocked.Increment(ref _polls);
        var packets = await _legacySays.Reader.ReadAsync(context.RequestAborted);
        context.Response.ContentType = "text/plain; charset=UTF-8";
        await context.Response.WriteAsync(packets, context.RequestAborted);
    }

    /// <summary>Says <c>6</c> once the page has gone over.</summary>
    private static async Task SocketAsync(HttpContext context)
    {
        var upgrade = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
        await using var stream = await upgrade.UpgradeAsync();
        await stream.ReadExactlyAsync(new byte[Frames.Client("5").Length], context.RequestAborted);
        await stream.WriteAsync(Frames.Server("6"), context.RequestAborted);
        await stream.CopyToAsync(Stream.Null, context.RequestAborted);
    }
}
