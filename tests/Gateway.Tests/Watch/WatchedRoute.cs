using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Watch;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Watch;

/// <summary>One route at live under the watch, on a clock of the test's own.</summary>
public abstract class WatchedRoute
{
    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero));

    private protected static CutoverDecision Live => new("status", Side.Modern, Plan: null, CutoverReason.Flag);

    private protected RouteWatches Watches(WatchOptions options, ILogger<RouteWatches>? logger = null) =>
        new(StateAtLive(), rollback: null!, legacy: null!, new LegacyJobEnds(), new Standby(), new EachRoute(options), Time, logger ?? NullLogger<RouteWatches>.Instance);

    private protected void Ask(RouteWatches watches, HttpContext context, int limit = 0)
    {
        var start = Time.GetTimestamp();
        var ticket = watches.Began(context, Live, start);
        if (limit > 0)
            context.Features.Set(new LimitReached(limit));
        watches.Answered(context, Live, ticket, start, TimeSpan.FromMilliseconds(1), failure: null);
    }

    private protected static CutoverState StateAtLive()
    {
        var state = new CutoverState();
        state.Swap(AtLive(), "the start");
        return state;
    }

    private protected static CutoverSnapshot AtLive() => new(
        new Dictionary<string, Stage> { ["status"] = Stage.Live }.ToFrozenDictionary(), legacyOnly: false, new Uri("http://127.0.0.1:1/"));

    private protected sealed class EachRoute(WatchOptions options) : IOptionsMonitor<WatchOptions>
    {
        public WatchOptions CurrentValue => options;

        public WatchOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<WatchOptions, string?> listener) => null;
    }
}
