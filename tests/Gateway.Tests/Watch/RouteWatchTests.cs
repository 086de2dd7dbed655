using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Watch;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Watch;

/// <summary>One route under the watch, on a clock of the test's own.</summary>
public sealed class RouteWatchTests : WatchedRoute
{
    private static readonly TimeSpan TenASecond = TimeSpan.FromMilliseconds(100);

    private static (int Jobs, int Failed) NoJobs => default;

    private readonly LegacyAnswers _legacy;
    private readonly ConcurrentQueue<(string Watch, string Evidence)> _alarms = [];

    public RouteWatchTests() => _legacy = new(Time);

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
                Time.Advance(TenASecond);
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
            Time.Advance(TenASecond);
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
            Time.Advance(TenASecond);
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
            Time.Advance(TenASecond);
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
            Time.Advance(TenASecond);
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
        Time.Advance(TimeSpan.FromMinutes(minutes));
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
            var (random, legacy) = (new Random(seed), new LegacyAnswers(Time));
            for (var answer = 0; answer < 1_000; answer++)
                legacy.Add(TenASecond, random.NextDouble() < 0.05);
            var watch = new RouteWatch("status", new(), legacy, begun: null, Time, (_, _, _) => alarms++);
            for (var request = 0; request < 86_400; request++)
            {
                watch.Answered(random.NextDouble() < 0.05 ? AnswerFault.ServerError : AnswerFault.None, isCompared: false, duration: null);
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal(0, alarms);
    }

    [Fact]
    public void TimesOfLegacyLongAgo_AreNoMeasure()
    {
        for (var answer = 0; answer < 400; answer++)
            _legacy.Add(TimeSpan.FromSeconds(10), isError: false);
        Time.Advance(TimeSpan.FromHours(1));
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
            Time.Advance(TenASecond);
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
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new Standby(), new EachRoute(new()), Time, NullLogger<RouteWatches>.Instance);
        var (context, decision) = (new DefaultHttpContext(), new CutoverDecision("status", Side.Modern, Plan: null, CutoverReason.Flag));
        for (var i = 0; i < 1_000; i++)
            watches.Answered(context, decision, watches.Began(context, decision, Time.GetTimestamp()), Time.GetTimestamp(), TimeSpan.FromMilliseconds(1), failure: null);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            watches.Answered(context, decision, watches.Began(context, decision, Time.GetTimestamp()), Time.GetTimestamp(), TimeSpan.FromMilliseconds(1), failure: null);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void NewStage_BeginsAnew_AndWhatWasDecidedBeforeCountsForNothing()
    {
        var state = StateAtLive();
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new Standby(), new EachRoute(new()), Time, NullLogger<RouteWatches>.Instance);
        var first = watches.Of("status")!;
        var start = Time.GetTimestamp();

        Time.Advance(TenASecond);
        state.Swap(state.Current.BackAt("status", new(Stage.Canary, 5), null), "ana");
        var second = watches.Of("status")!;
        Assert.NotSame(first, second);
        Time.Advance(TenASecond);
        var idle = second.Idle;
        watches.Answered(new DefaultHttpContext(), new CutoverDecision("status", Side.Modern, null, CutoverReason.Flag), -1, start, TenASecond, failure: null);
        Assert.Equal(idle, second.Idle);
        watches.Answered(new DefaultHttpContext(), new CutoverDecision("status", Side.Modern, null, CutoverReason.Flag), -1, Time.GetTimestamp(), TenASecond, failure: null);
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
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new Standby(), new EachRoute(new() { Minimum = 1_000_000, BreakerMinimum = 100_000 }), Time, NullLogger<RouteWatches>.Instance);
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(hasGone) };
        Exception failure = isMalformed ? new BadHttpRequestException("too short") : hasGone ? new OperationCanceledException() : new IOException("no such file");

        for (var i = 0; i < 5; i++)
            watches.Answered(context, new CutoverDecision("status", Side.Modern, null, CutoverReason.Flag), -1, Time.GetTimestamp(), TenASecond, failure);

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
        var watches = new RouteWatches(state, rollback: null!, legacy: null!, new LegacyJobEnds(), new Standby(), new EachRoute(new() { Minimum = 1_000_000, BreakerMinimum = 100_000 }), Time, NullLogger<RouteWatches>.Instance);
        var context = new DefaultHttpContext { Response = { StatusCode = 500 } };
        if (isOfTheContract)
            context.Features.Set(ContractError.Instance);
        var plan = isCompared ? new ShadowPlan("status", Side.Modern, SideEffect.Follow, Modern: null, LegacyAddress: null, Compare: true) : null;

        for (var i = 0; i < 5; i++)
            watches.Answered(context, new CutoverDecision("status", Side.Modern, plan, CutoverReason.Flag), -1, Time.GetTimestamp(), TenASecond, failure: null);

        Assert.Equal(least, watches.Of("status")!.Failures);
    }

    private RouteWatch Watch(WatchOptions? options = null) => new("status", options ?? new(), _legacy, begun: null, Time, (_, watch, evidence) => _alarms.Enqueue((watch, evidence)));

    private PairedExchange Pair(int legacy, int modern, double modernMs = 20) =>
        new("status", Side.Modern, Time.GetUtcNow(), legacy, modern, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(modernMs), Bytes: 100);

    private int RequestsUntilAlarm(Action request, int most = 100)
    {
        for (var i = 1; i <= most; i++)
        {
            request();
            if (!_alarms.IsEmpty)
                return i;
            Time.Advance(TenASecond);
        }

        throw new InvalidOperationException($"No alarm in {most} requests.");
    }
}
