using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Watch;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Watch;

/// <summary>One route under the watch, on a clock of the test's own.</summary>
public sealed class RouteWatchTests
{
    private static readonly TimeSpan TenASecond = TimeSpan.FromMilliseconds(100);

    private static (int Jobs, int Failed) NoJobs => default;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero));
    private readonly LegacyAnswers _legacy;
    private readonly Client _client = new(IPAddress.Loopback);
    private readonly ConcurrentQueue<(string Watch, string Evidence)> _alarms = [];

    public RouteWatchTests() => _legacy = new(_time);

    /// <summary>An hour at ten requests a second, of two sides that both fail at 1 % of their requests, each at others; half of the answers are slow now and then.</summary>
    [Fact]
    public void AnHourOfLegacysOwnErrors_GivesNoAlarm_WhateverTheSeed()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var (random, watch) = (new Random(seed), Watch());
            for (var request = 0; request < 36_000; request++)
            {
                var modernFails = random.NextDouble() < 0.01;
                watch.Answered(modernFails ? AnswerFault.ServerError : AnswerFault.None, isCompared: true, duration: null);
                watch.Answered(Pair(random.NextDouble() < 0.01 ? 500 : 200, modernFails ? 500 : 200, modernMs: random.NextDouble() < 0.03 ? 900 : 20));
                watch.Compared(null);
                _time.Advance(TenASecond);
            }

            Assert.True(_alarms.IsEmpty, $"seed {seed}: {string.Join(' ', _alarms)}");
        }
    }

    [Theory]
    [InlineData(AnswerFault.ServerError)]
    [InlineData(AnswerFault.BrokenOff)]
    internal void EveryAnswerFails_AlarmWithinFiveSeconds(AnswerFault fault)
    {
        var watch = Watch();
        for (var request = 0; request < 36_000; request++)
        {
            watch.Answered(AnswerFault.None, isCompared: true, duration: null);
            _time.Advance(TenASecond);
        }

        Assert.InRange(RequestsUntilAlarm(() => watch.Answered(fault, isCompared: true, duration: null)), 5, 50);
    }

    [Fact]
    public async Task Breaker_GivesAlarmWhenHalfOfItFails()
    {
        var watch = Watch(new() { Minimum = 1_000_000 });
        for (var request = 0; request < 50; request++)
        {
            watch.Answered(request % 5 < 3 ? AnswerFault.ServerError : AnswerFault.None, isCompared: false, duration: null);
            _time.Advance(TenASecond);
        }

        await Eventually.IsTrueAsync(() => !_alarms.IsEmpty, TestContext.Current.CancellationToken); // the breaker tells of itself beside the requests
        Assert.Equal("breaker", _alarms.First().Watch);
        Assert.StartsWith("At least 50 % of 10 answers or more failed within 5 s. Since the stage began C# has given ", _alarms.First().Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void AFewPercentMoreThanLegacy_AreFound()
    {
        var (random, watch) = (new Random(13), Watch());

        RequestsUntilAlarm(() => watch.Answered(random.NextDouble() < 0.07 ? AnswerFault.ServerError : AnswerFault.None, isCompared: true, duration: null), most: 20_000);

        Assert.Equal("errors", _alarms.First().Watch);
    }

    [Fact]
    public void RefusedWhereLegacyAnswers_IsAnError()
    {
        var watch = Watch();

        Assert.InRange(
            RequestsUntilAlarm(() =>
            {
                watch.Answered(AnswerFault.None, isCompared: true, duration: null);
                watch.Answered(Pair(200, 404));
            }), 5, 50);
        Assert.Contains("4xx where legacy has 2xx", _alarms.First().Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusedByBoth_IsNone()
    {
        var watch = Watch();
        for (var request = 0; request < 1_000; request++)
        {
            watch.Answered(AnswerFault.None, isCompared: true, duration: null);
            watch.Answered(Pair(404, 404));
        }

        Assert.Empty(_alarms);
    }

    [Fact]
    public void FailedByBoth_IsNoErrorOfModerns_AndTheBreakerIsToldSo()
    {
        var watch = Watch();
        for (var request = 0; request < 1_000; request++)
        {
            watch.Answered(AnswerFault.ServerError, isCompared: true, duration: null);
            watch.Answered(Pair(500, 500));
            _time.Advance(TenASecond);
        }

        Assert.All(_alarms, alarm => Assert.Equal("breaker", alarm.Watch));
        Assert.False(watch.Stands("breaker"));
    }

    /// <summary>Every second request fails at both sides, for ever; what fails at modern alone is found all the same.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.4)]
    public void FailuresOfBoth_HideNoneOfModerns(double share)
    {
        var (random, watch) = (new Random(13), Watch());
        for (var request = 0; request < 3_600; request++)
            Ask(modernFails: false);
        Assert.DoesNotContain(_alarms, alarm => watch.Stands(alarm.Watch));
        _alarms.Clear();
        watch.Rearm();

        RequestsUntilAlarm(() => Ask(modernFails: random.NextDouble() < share), most: 200);

        Assert.Contains(_alarms, alarm => watch.Stands(alarm.Watch));

        void Ask(bool modernFails)
        {
            watch.Answered(AnswerFault.ServerError, isCompared: true, duration: null);
            watch.Answered(Pair(500, 500));
            watch.Answered(modernFails ? AnswerFault.ServerError : AnswerFault.None, isCompared: true, duration: null);
            watch.Answered(Pair(200, modernFails ? 500 : 200));
        }
    }

    /// <summary>One in ten is compared, and both fail at all of them.</summary>
    [Fact]
    public void FailuresOfBoth_AreTakenForSuch_WhereOnlyASampleIsCompared()
    {
        var watch = Watch();
        for (var request = 0; request < 1_000; request++)
        {
            watch.Answered(AnswerFault.ServerError, isCompared: true, duration: null);
            if (request % 10 == 0)
                watch.Answered(Pair(500, 500));
            Assert.DoesNotContain(_alarms, alarm => request > 0 && watch.Stands(alarm.Watch));
            _time.Advance(TenASecond);
        }
    }

    /// <summary>What legacy did long ago, or in one bad hour, is no share that modern may have for ever.</summary>
    [Theory]
    [InlineData(0, 11)]
    [InlineData(1_000, 11)]
    [InlineData(0, 0)] // a moment ago, and all that is known: an outage that something before legacy answers
    [InlineData(100, 0)]
    public void ErrorsOfLegacyLongAgo_OrOfAnOutage_AreNoShare(int goodOnesSince, int minutes)
    {
        for (var answer = 0; answer < 1_000; answer++)
            _legacy.Add(TenASecond, isError: true);
        for (var answer = 0; answer < goodOnesSince; answer++)
            _legacy.Add(TenASecond, isError: false);
        _time.Advance(TimeSpan.FromMinutes(minutes));
        var (random, watch) = (new Random(13), Watch());

        Assert.InRange(RequestsUntilAlarm(() => watch.Answered(random.NextDouble() < 0.4 ? AnswerFault.ServerError : AnswerFault.None, isCompared: false, duration: null)), 5, 80);
    }

    /// <summary>Legacy has 5 % of errors where nothing is compared, and modern the same: for a day, however legacy's sample fell out.</summary>
    [Fact]
    public void LegacysOwnShare_WhereNothingIsCompared_GivesNoAlarm_WhateverTheSeed()
    {
        var alarms = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var (random, legacy) = (new Random(seed), new LegacyAnswers(_time));
            for (var answer = 0; answer < 1_000; answer++)
                legacy.Add(TenASecond, random.NextDouble() < 0.05);
            var watch = new RouteWatch("status", new(), legacy, begun: null, _time, (_, _, _) => alarms++);
            for (var request = 0; request < 86_400; request++)
            {
                watch.Answered(random.NextDouble() < 0.05 ? AnswerFault.ServerError : AnswerFault.None, isCompared: false, duration: null);
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal(0, alarms);
    }

    [Fact]
    public void TimesOfLegacyLongAgo_AreNoMeasure()
    {
        for (var answer = 0; answer < 400; answer++)
            _legacy.Add(TimeSpan.FromSeconds(10), isError: false);
        _time.Advance(TimeSpan.FromHours(1));
        for (var answer = 0; answer < 20; answer++)
            _legacy.Add(TimeSpan.FromMilliseconds(20), isError: false);
        var watch = Watch();

        RequestsUntilAlarm(() => watch.Answered(AnswerFault.None, isCompared: false, TimeSpan.FromSeconds(1)), most: 1_000);

        Assert.Equal("latency", _alarms.First().Watch);
    }

    [Fact]
    public void SlowerThanLegacyAtTheSame_IsFound_AndLargeAnswersSayNothing()
    {
        var watch = Watch();
        for (var request = 0; request < 1_000; request++)
        {
            watch.Answered(Pair(200, 200, modernMs: 900) with { Bytes = 1_000_000 });
            _time.Advance(TenASecond);
        }

        Assert.Empty(_alarms);
        RequestsUntilAlarm(() => watch.Answered(Pair(200, 200, modernMs: 900)), most: 1_000);
        Assert.Equal("latency", _alarms.First().Watch);
    }

    /// <summary>All of a second count once: they have one cause.</summary>
    [Fact]
    public void AMomentOfSlowAnswers_IsNoReason()
    {
        var watch = Watch();
        for (var request = 0; request < 1_000; request++)
            watch.Answered(Pair(200, 200, modernMs: 900));

        Assert.Empty(_alarms);
    }

    [Fact]
    public void WithoutAPair_WhatLegacyTookBeforeCounts()
    {
        for (var request = 0; request < 100; request++)
            _legacy.Add(TimeSpan.FromMilliseconds(20), isError: false);
        var watch = Watch();

        RequestsUntilAlarm(() => watch.Answered(AnswerFault.None, isCompared: false, TimeSpan.FromSeconds(1)), most: 1_000);

        Assert.Equal("latency", _alarms.First().Watch);
    }

    [Fact]
    public void JobsThatFail_AreFound()
    {
        var watch = Watch();
        watch.JobEnded(JobFault.None, NoJobs, "Backup completed successfully!");

        Assert.InRange(RequestsUntilAlarm(() => watch.JobEnded(JobFault.Client, NoJobs, "Backup failed: C++ client not found")), 3, 12);
        Assert.Contains("the last one with: Backup failed: C++ client not found", _alarms.First().Evidence, StringComparison.Ordinal);
    }

    /// <summary>Legacy's users can back up once (contract 6), and modern cannot do more for those who have.</summary>
    [Fact]
    public void JobsThatFailAsOftenAsLegacys_GiveNoAlarm_WhateverTheSeed()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (random, watch) = (new Random(seed), Watch());
            for (var job = 0; job < 2_000; job++)
                watch.JobEnded(random.NextDouble() < 0.8 ? JobFault.Client : JobFault.None, (Jobs: 50, Failed: 40), "Backup failed: Client process failed with code 1");
        }

        Assert.Empty(_alarms);
    }

    [Fact]
    public void JobsThatFailWhereLegacysDoNot_AreFoundAsBefore()
    {
        var watch = Watch();

        Assert.InRange(RequestsUntilAlarm(() => watch.JobEnded(JobFault.Client, (Jobs: 50, Failed: 2), "Backup failed: Process timed out")), 3, 12);
    }

    [Fact]
    public void JobsWhoseBackupServerIsGone_SayNothing()
    {
        var watch = Watch();
        for (var job = 0; job < 1_000; job++)
            watch.JobEnded(JobFault.Server, NoJobs, "Backup failed: Client process failed with code 1");

        Assert.Empty(_alarms);
    }

    [Fact]
    public void JobsThatCouldNotBeRun_AreFound_HoweverManyOfLegacysFail()
    {
        var watch = Watch();

        Assert.InRange(RequestsUntilAlarm(() => watch.JobEnded(JobFault.Runner, (Jobs: 50, Failed: 50), "Backup failed: C++ client not found")), 3, 12);
        Assert.Contains("jobs could not be run", _alarms.First().Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void DivergencesThatBreakClients_AreFound()
    {
        var watch = Watch();

        Assert.InRange(RequestsUntilAlarm(() => watch.Compared("status")), 5, 12);
        Assert.Equal("divergences", _alarms.First().Watch);
    }

    [Fact]
    public void NothingIsAllocated_OnTheRequestsPath()
    {
        var state = StateAtLive();
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new EachRoute(new()), _time, NullLogger<RouteWatches>.Instance);
        var (context, decision) = (new DefaultHttpContext(), new CutoverDecision("status", Side.Modern, Plan: null, CutoverReason.Flag));
        for (var i = 0; i < 1_000; i++)
            watches.Answered(context, decision, watches.Began(context, decision, _time.GetTimestamp()), _time.GetTimestamp(), TimeSpan.FromMilliseconds(1), failure: null);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            watches.Answered(context, decision, watches.Began(context, decision, _time.GetTimestamp()), _time.GetTimestamp(), TimeSpan.FromMilliseconds(1), failure: null);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void NewStage_BeginsAnew_AndWhatWasDecidedBeforeCountsForNothing()
    {
        var state = StateAtLive();
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new EachRoute(new()), _time, NullLogger<RouteWatches>.Instance);
        var first = watches.Of("status")!;
        var start = _time.GetTimestamp();

        _time.Advance(TenASecond);
        state.Swap(state.Current.BackAt("status", new(Stage.Canary, 5), null), "ana");
        var second = watches.Of("status")!;
        Assert.NotSame(first, second);
        _time.Advance(TenASecond);
        var idle = second.Idle;
        watches.Answered(new DefaultHttpContext(), new CutoverDecision("status", Side.Modern, null, CutoverReason.Flag), -1, start, TenASecond, failure: null);
        Assert.Equal(idle, second.Idle);
        watches.Answered(new DefaultHttpContext(), new CutoverDecision("status", Side.Modern, null, CutoverReason.Flag), -1, _time.GetTimestamp(), TenASecond, failure: null);
        Assert.Equal(TimeSpan.Zero, second.Idle);

        state.Swap(state.Current.BackAt("status", new(Stage.Shadow), null), "ana");
        Assert.Null(watches.Of("status"));
    }

    [Theory]
    [InlineData(false, false, 5)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    public void WhatItsClientCaused_IsNoFault(bool hasGone, bool isMalformed, int least)
    {
        var state = StateAtLive();
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new EachRoute(new() { Minimum = 1_000_000, BreakerMinimum = 100_000 }), _time, NullLogger<RouteWatches>.Instance);
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(hasGone) };
        Exception failure = isMalformed ? new BadHttpRequestException("too short") : hasGone ? new OperationCanceledException() : new IOException("no such file");

        for (var i = 0; i < 5; i++)
            watches.Answered(context, new CutoverDecision("status", Side.Modern, null, CutoverReason.Flag), -1, _time.GetTimestamp(), TenASecond, failure);

        Assert.Equal(least, watches.Of("status")!.Failures);
    }

    /// <summary>Legacy is asked the same by a request that is compared, and knows better than the module.</summary>
    [Theory]
    [InlineData(true, false, 0)]
    [InlineData(true, true, 5)]
    [InlineData(false, false, 5)]
    public void ServerErrorOfTheContract_IsNoFault_UnlessLegacyIsAskedToo(bool isOfTheContract, bool isCompared, int least)
    {
        var state = StateAtLive();
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new EachRoute(new() { Minimum = 1_000_000, BreakerMinimum = 100_000 }), _time, NullLogger<RouteWatches>.Instance);
        var context = new DefaultHttpContext { Response = { StatusCode = 500 } };
        if (isOfTheContract)
            context.Features.Set(ContractError.Instance);
        var plan = isCompared ? new ShadowPlan("status", Side.Modern, SideEffect.Follow, Modern: null, LegacyAddress: null, Compare: true) : null;

        for (var i = 0; i < 5; i++)
            watches.Answered(context, new CutoverDecision("status", Side.Modern, plan, CutoverReason.Flag), -1, _time.GetTimestamp(), TenASecond, failure: null);

        Assert.Equal(least, watches.Of("status")!.Failures);
    }

    /// <summary>Ten a second, and none is ever answered: 12 of one client, who is refused from then on, or of as many clients as there are.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(1_000)]
    public void RequestsThatHang_AreFound_WhileTheyHang(int places)
    {
        var watches = Watches(new());
        for (var answer = 0; answer < 36_000; answer++)
            Ask(watches, new DefaultHttpContext());
        var watch = watches.Of("status")!;

        var requests = 0;
        for (; requests < 100 && watch.TryTrip(); requests++)
        {
            watch.Rearm();
            var context = OfClient();
            if (requests < places)
                watches.Began(context, Live, _time.GetTimestamp());
            else
                Ask(watches, context, limit: places);
            _time.Advance(TenASecond);
            if (requests % 5 == 4)
                watches.Look();
        }

        Assert.InRange(requests, 31, 50);
        Assert.InRange(watch.UnderWay.Hanging, 5, places);
        Assert.Equal("status", Assert.Single(watches.Hanging).Route);
    }

    /// <summary>A client that does more at once than it may is refused, whatever one request that hangs does: that is none of modern's.</summary>
    [Fact]
    public void RefusedByTheLimit_IsNoAnswerOfModerns()
    {
        var watches = Watches(new());
        watches.Began(OfClient(), Live, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(4));
        watches.Look();
        var watch = watches.Of("status")!;
        var idle = watch.Idle;
        for (var request = 0; request < 100; request++)
            Ask(watches, OfClient(), limit: 12);

        Assert.Equal((1, idle), (watch.Failures, watch.Idle));
    }

    [Fact]
    public void RequestThatHung_CountsOnce_HoweverItEnds()
    {
        var watches = Watches(new());
        var (context, start) = (new DefaultHttpContext(), _time.GetTimestamp());
        var ticket = watches.Began(context, Live, start);
        _time.Advance(TimeSpan.FromSeconds(4));
        watches.Look();
        watches.Look();
        watches.Answered(context, Live, ticket, start, TimeSpan.FromSeconds(4), new IOException("gone"));

        Assert.Equal(1, watches.Of("status")!.Failures);
        Assert.Empty(watches.Hanging);
    }

    /// <summary>Legacy itself takes so long: nothing hangs that does as legacy does.</summary>
    [Fact]
    public void WhatLegacyTakesTooLongFor_DoesNotHang()
    {
        var watches = Watches(new());
        for (var answer = 0; answer < 100; answer++)
            watches.Answered(new DefaultHttpContext(), new CutoverDecision("status", Side.Legacy, null, CutoverReason.Flag), -1, _time.GetTimestamp(), TimeSpan.FromSeconds(2), failure: null);
        watches.Began(new DefaultHttpContext(), Live, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(5));
        watches.Look();
        Assert.Empty(watches.Hanging);

        _time.Advance(TimeSpan.FromSeconds(2));
        watches.Look();
        Assert.Single(watches.Hanging);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 1)]
    public void ClientThatLeft_IsAFailure_OnlyWhereItHadWaitedTooLong(int seconds, int failures)
    {
        var watches = Watches(new());
        var (context, start) = (new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) }, _time.GetTimestamp());
        var ticket = watches.Began(context, Live, start);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        watches.Answered(context, Live, ticket, start, TimeSpan.FromSeconds(seconds), new OperationCanceledException());

        Assert.Equal(failures, watches.Of("status")!.Failures);
    }

    [Fact]
    public async Task UploadThatComesSlowly_DoesNotHang_AndAModuleThatHasItDoes()
    {
        var watches = Watches(new());
        var pipe = new Pipe();
        using var body = new RequestBodyReader(pipe.Reader, TimeSpan.FromMinutes(5), _time);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        context.Features.Set<IRequestBodyPipeFeature>(body);
        watches.Began(context, Live, _time.GetTimestamp());
        var reading = body.ReadAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));
        watches.Look();
        Assert.Empty(watches.Hanging);

        await pipe.Writer.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
        await reading;
        _time.Advance(TimeSpan.FromSeconds(2));
        watches.Look();
        Assert.Empty(watches.Hanging);
        _time.Advance(TimeSpan.FromSeconds(2));
        watches.Look();
        Assert.Single(watches.Hanging);
    }

    /// <summary>A GET with a body that its module never reads: nobody waits for the client.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BodyThatNobodyReads_ExcusesNothing(bool leaves)
    {
        var watches = Watches(new());
        using var body = new RequestBodyReader(new Pipe().Reader, TimeSpan.Zero, _time);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        context.Features.Set<IRequestBodyPipeFeature>(body);
        var start = _time.GetTimestamp();
        var ticket = watches.Began(context, Live, start);
        _time.Advance(TimeSpan.FromSeconds(4));
        if (leaves)
        {
            context.RequestAborted = new CancellationToken(canceled: true);
            watches.Answered(context, Live, ticket, start, TimeSpan.FromSeconds(4), new OperationCanceledException());
        }
        else
        {
            watches.Look();
        }

        Assert.Equal(1, watches.Of("status")!.Failures);
    }

    /// <summary>The disk stands still within an answer; a client that takes its time, or a module that says nothing for a while, is no such thing.</summary>
    [Fact]
    public async Task AnswerThatStandsStill_IsFound_WhereTheDiskIsWaitedFor()
    {
        var watches = Watches(new());
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(new HasBegun());
        watches.Began(context, Live, _time.GetTimestamp());
        var (reads, disk, buffer) = (context.Features.Get<DiskReads>()!, new Pipe(), new byte[10]);
        for (var chunk = 0; chunk < 5; chunk++)
        {
            var read = reads.ReadAsync(disk.Reader.AsStream(), buffer, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromSeconds(2));
            watches.Look();
            await disk.Writer.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
            await read;
            _time.Advance(TimeSpan.FromMinutes(1)); // the client's time
            watches.Look();
        }

        Assert.Empty(watches.Hanging);
        _ = reads.ReadAsync(disk.Reader.AsStream(), buffer, TestContext.Current.CancellationToken).AsTask();
        watches.Look();
        _time.Advance(TimeSpan.FromSeconds(4));
        watches.Look();
        watches.Look();
        Assert.Equal(1, watches.Of("status")!.Failures);
        Assert.Single(watches.Hanging);
    }

    private sealed class HasBegun : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private DefaultHttpContext OfClient()
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IClientAddress>(_client);
        return context;
    }

    private static CutoverDecision Live => new("status", Side.Modern, Plan: null, CutoverReason.Flag);

    private RouteWatches Watches(WatchOptions options) =>
        new(StateAtLive(), rollback: null!, legacy: null!, new LegacyJobEnds(), new EachRoute(options), _time, NullLogger<RouteWatches>.Instance);

    private void Ask(RouteWatches watches, HttpContext context, int limit = 0)
    {
        var start = _time.GetTimestamp();
        var ticket = watches.Began(context, Live, start);
        if (limit > 0)
            context.Features.Set(new LimitReached(limit));
        watches.Answered(context, Live, ticket, start, TimeSpan.FromMilliseconds(1), failure: null);
    }

    private RouteWatch Watch(WatchOptions? options = null) => new("status", options ?? new(), _legacy, begun: null, _time, (_, watch, evidence) => _alarms.Enqueue((watch, evidence)));

    private PairedExchange Pair(int legacy, int modern, double modernMs = 20) =>
        new("status", Side.Modern, _time.GetUtcNow(), legacy, modern, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(modernMs), Bytes: 100);

    private int RequestsUntilAlarm(Action request, int most = 100)
    {
        for (var i = 1; i <= most; i++)
        {
            request();
            if (!_alarms.IsEmpty)
                return i;
            _time.Advance(TenASecond);
        }

        throw new InvalidOperationException($"No alarm in {most} requests.");
    }

    private static CutoverState StateAtLive()
    {
        var state = new CutoverState();
        state.Swap(AtLive(), "the start");
        return state;
    }

    private static CutoverSnapshot AtLive() => new(
        new Dictionary<string, Stage> { ["status"] = Stage.Live }.ToFrozenDictionary(), legacyOnly: false, new Uri("http://127.0.0.1:1/"));

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }

    private sealed class EachRoute(WatchOptions options) : IOptionsMonitor<WatchOptions>
    {
        public WatchOptions CurrentValue => options;

        public WatchOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<WatchOptions, string?> listener) => null;
    }
}
