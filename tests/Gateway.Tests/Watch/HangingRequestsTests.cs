using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Watch;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Watch;

/// <summary>Requests that hang are failures while they hang, and only where modern is what is waited for.</summary>
public sealed class HangingRequestsTests : WatchedRoute
{
    private readonly Client _client = new(IPAddress.Loopback);

    /// <summary>Ten a second, and none is ever answered: 12 of one client, who is refused from then on, or of as many clients as there are.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(1_000)]
    public void RequestsThatHang_AreFound_WhileTheyHang(int places)
    {
        using var seen = new ManualResetEventSlim();
        var watches = Watches(new(), new BlockingLogger(seen));
        for (var answer = 0; answer < 36_000; answer++)
            Ask(watches, new DefaultHttpContext());
        var watch = watches.Of("status")!;

        var requests = 0;
        for (; requests < 100 && watch.TryTrip(); requests++)
        {
            watch.Rearm();
            var context = OfClient();
            if (requests < places)
                watches.Began(context, Live, Time.GetTimestamp());
            else
                Ask(watches, context, limit: places);
            Time.Advance(TimeSpan.FromMilliseconds(100));
            if (requests % 5 == 4)
                watches.Look();
        }

        seen.Set();
        Assert.InRange(requests, 31, 50);
        Assert.InRange(watch.UnderWay.Hanging, 5, places);
        Assert.Equal("status", Assert.Single(watches.Hanging).Route);
    }

    /// <summary>A client that does more at once than it may is refused, whatever one request that hangs does: that is none of modern's.</summary>
    [Fact]
    public void RefusedByTheLimit_IsNoAnswerOfModerns()
    {
        var watches = Watches(new());
        watches.Began(OfClient(), Live, Time.GetTimestamp());
        Time.Advance(TimeSpan.FromSeconds(4));
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
        var (context, start) = (new DefaultHttpContext(), Time.GetTimestamp());
        var ticket = watches.Began(context, Live, start);
        Time.Advance(TimeSpan.FromSeconds(4));
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
            watches.Answered(new DefaultHttpContext(), new CutoverDecision("status", Side.Legacy, null, CutoverReason.Flag), -1, Time.GetTimestamp(), TimeSpan.FromSeconds(2), failure: null);
        watches.Began(new DefaultHttpContext(), Live, Time.GetTimestamp());
        Time.Advance(TimeSpan.FromSeconds(5));
        watches.Look();
        Assert.Empty(watches.Hanging);

        Time.Advance(TimeSpan.FromSeconds(2));
        watches.Look();
        Assert.Single(watches.Hanging);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 1)]
    public void ClientThatLeft_IsAFailure_OnlyWhereItHadWaitedTooLong(int seconds, int failures)
    {
        var watches = Watches(new());
        var (context, start) = (new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) }, Time.GetTimestamp());
        var ticket = watches.Began(context, Live, start);
        Time.Advance(TimeSpan.FromSeconds(seconds));
        watches.Answered(context, Live, ticket, start, TimeSpan.FromSeconds(seconds), new OperationCanceledException());

        Assert.Equal(failures, watches.Of("status")!.Failures);
    }

    [Fact]
    public async Task UploadThatComesSlowly_DoesNotHang_AndAModuleThatHasItDoes()
    {
        var watches = Watches(new());
        var pipe = new Pipe();
        using var body = new RequestBodyReader(pipe.Reader, TimeSpan.FromMinutes(5), Time);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        context.Features.Set<IRequestBodyPipeFeature>(body);
        watches.Began(context, Live, Time.GetTimestamp());
        var reading = body.ReadAsync(TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromSeconds(60));
        watches.Look();
        Assert.Empty(watches.Hanging);

        await pipe.Writer.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
        await reading;
        Time.Advance(TimeSpan.FromSeconds(2));
        watches.Look();
        Assert.Empty(watches.Hanging);
        Time.Advance(TimeSpan.FromSeconds(2));
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
        using var body = new RequestBodyReader(new Pipe().Reader, TimeSpan.Zero, Time);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        context.Features.Set<IRequestBodyPipeFeature>(body);
        var start = Time.GetTimestamp();
        var ticket = watches.Began(context, Live, start);
        Time.Advance(TimeSpan.FromSeconds(4));
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
        watches.Began(context, Live, Time.GetTimestamp());
        var (reads, disk, buffer) = (context.Features.Get<DiskReads>()!, new Pipe(), new byte[10]);
        for (var chunk = 0; chunk < 5; chunk++)
        {
            var read = reads.ReadAsync(disk.Reader.AsStream(), buffer, TestContext.Current.CancellationToken);
            Time.Advance(TimeSpan.FromSeconds(2));
            watches.Look();
            await disk.Writer.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
            await read;
            Time.Advance(TimeSpan.FromMinutes(1)); // the client's time
            watches.Look();
        }

        Assert.Empty(watches.Hanging);
        _ = reads.ReadAsync(disk.Reader.AsStream(), buffer, TestContext.Current.CancellationToken).AsTask();
        watches.Look();
        Time.Advance(TimeSpan.FromSeconds(4));
        watches.Look();
        watches.Look();
        Assert.Equal(1, watches.Of("status")!.Failures);
        Assert.Single(watches.Hanging);
    }

    private DefaultHttpContext OfClient()
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IClientAddress>(_client);
        return context;
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }

    /// <summary>Whoever takes the route back, which cannot be done here, says so before it watches on: until the test has seen the alarm it is not over.</summary>
    private sealed class BlockingLogger(ManualResetEventSlim seen) : ILogger<RouteWatches>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                seen.Wait();
            }
            catch (ObjectDisposedException)
            {
                // It has seen it.
            }
        }
    }

    private sealed class HasBegun : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }
}
