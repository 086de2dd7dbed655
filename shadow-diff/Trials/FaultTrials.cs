using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Processing;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Trials;

/// <summary>Starts and ends trials of seeded faults, one at a time, each of a bounded length.</summary>
internal sealed class FaultTrials(
    LegacyMirror legacy,
    ModernMirror modern,
    MirrorMetrics metrics,
    ResponseComparison comparer,
    ShapeCheck shape,
    LearnedNoise noise,
    TriageStates triage,
    StateDrift drift,
    RulesInForce rules,
    IModernBuild builds,
    IShadowedRoutes routes,
    TrialStore store,
    IOptions<SightingOptions> sightings,
    IOptions<MirrorOptions> mirror,
    IHostApplicationLifetime life,
    ILogger<FaultTrial> logger,
    TimeProvider time) : IComparedPairs, IRunningTrial
{
    /// <summary>Requests to each side at once: legacy has few places for one address.</summary>
    private const int Concurrency = 2;

    private readonly Lock _lock = new();
    private volatile Trial? _current;
    private Trial? _last;

    public DateTimeOffset? RunsUntil => _current?.EndsAt;

    public void Asked(string route, EarlierRequest request)
    {
        if (_current is { } current && comparer.IsLookedBackTo(route))
            current.Faults.Asked(route, request);
    }

    public void Compared(CapturedExchange exchange, ResponsePair pair) => _current?.Faults.Compared(exchange, pair);

    public void Judging(CapturedExchange exchange) => _current?.Faults.Judging(exchange);

    /// <summary>The trial that runs, or else the last one of this process.</summary>
    public TrialReport Report() => (_current ?? _last) is { } trial ? ReportOf(trial) : TrialReport.None(routes.PublicAddress);

    /// <summary>Null when another one runs.</summary>
    /// <exception cref="StoreException">It runs, but the audit does not have it yet.</exception>
    public async Task<TrialReport?> StartAsync(TrialPlan plan, TimeSpan length, string who, string why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var trial = new Trial(new(plan, Look(), route => new(route, plan, sightings.Value.PassingSightings, comparer, noise, triage), route => new(route, plan, shape, triage), drift, logger), now, rules.Current.Version)
        {
            EndsAt = now + length,
        };
        lock (_lock)
        {
            if (_current is not null)
                return null;

            trial.Faults.Start(life.ApplicationStopping);
            _current = trial;
        }

        _ = EndInTimeAsync(trial, length);
        store.Began(plan, trial.EndsAt, who, why);
        await store.WriteAsync(cancellationToken);
        return ReportOf(trial);
    }

    /// <summary>Ends the trial that runs, and returns its report when all is evaluated; null when none runs.</summary>
    /// <exception cref="StoreException">It has ended, but the audit does not have it yet.</exception>
    public async Task<TrialReport?> StopAsync(string who, string why, CancellationToken cancellationToken)
    {
        if (_current is not { } trial)
            return null;

        await EndAsync(trial, who, why);
        await store.WriteAsync(cancellationToken);
        return ReportOf(trial);
    }

    private SecondLook Look()
    {
        var own = new ExchangeMirror(legacy, modern, new MirrorPipelines(Options.Create(new MirrorOptions { Concurrency = Concurrency, Timeout = mirror.Value.Timeout }), time, FaultTrial.Looks), metrics, time);
        return new(new BothSides(own, comparer, noise), drift, sightings, Options.Create(new MirrorOptions { Concurrency = 2 * FaultTrial.Looks }), time);
    }

    private async Task EndInTimeAsync(Trial trial, TimeSpan length)
    {
        try
        {
            await Task.Delay(length, time, life.ApplicationStopping);
            await EndAsync(trial, TriageEntry.Program, "Its time was over");
        }
        catch (OperationCanceledException)
        {
            // The program stops.
        }
    }

    private async Task EndAsync(Trial trial, string who, string why)
    {
        lock (_lock)
        {
            trial.Ending ??= FinishAsync(trial, who, why);
        }

        await trial.Ending;
    }

    private async Task FinishAsync(Trial trial, string who, string why)
    {
        await trial.Faults.EndAsync();
        trial.EndsAt = time.GetUtcNow();
        (_last, _current) = (trial, null);
        var report = ReportOf(trial);
        store.Ended(report, trial.Faults.Plan.IsComplete, builds, who, why);
    }

    private TrialReport ReportOf(Trial trial)
    {
        var (plan, found) = (trial.Faults.Plan, trial.Faults.Routes);
        var (right, all, alarms) = (found.Sum(route => route.Found), found.Sum(route => route.Faults), found.Sum(route => route.Alarms));
        return new(
            trial == _current ? "running" : "over", plan.Seed, trial.StartedAt, trial.EndsAt, builds.BuildOf(""), trial.Rules, routes.PublicAddress, trial.Faults.Skipped,
            all, right, found.Sum(route => route.Rare), found.Sum(route => route.RareFound), found.Sum(route => route.Variations), alarms, TrialRoute.Share(right, all), TrialRoute.Share(right, right + alarms), found);
    }

    private sealed class Trial(FaultTrial faults, DateTimeOffset startedAt, string rules)
    {
        public FaultTrial Faults => faults;

        public DateTimeOffset StartedAt => startedAt;

        public string Rules => rules;

        public required DateTimeOffset EndsAt { get; set; }

        public Task? Ending { get; set; }
    }
}
