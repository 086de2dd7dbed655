using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Fallback;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Metrics;
using Strangler.Gateway.Plans;
using Strangler.Gateway.Readiness;
using Strangler.Gateway.Routing;
using Strangler.Gateway.Watch;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Trials;

namespace Strangler.Gateway.Management.Pages;

/// <summary>Where every route stands: stage, traffic, errors, the gate, parity and latency.</summary>
internal sealed class BoardReader(
    CutoverState state, RouteTable table, FeaturesEdit features, UnwrittenExits unwritten, Latches latches, RouteStatistics statistics, ReloadLog reloads, AuditLog audit, ParityFigures parity, PromotionGate gate,
    RulesInForce rules, LegacyPresence legacy, GatewayFiles files, IJobFolder jobs, UnwrittenJobs unwrittenJobs, IRunningTrial trial, PlanReader plans, FallbackCounts fallbacks, ModuleReadiness readiness, RouteWatches watches, TimeProvider time)
{
    public async Task<BoardResponse> ReadAsync(CancellationToken cancellationToken)
    {
        // At the same time, and so is legacy asked: each of them may hang.
        var (judging, auditing, looking) = (VerdictsAsync(cancellationToken), audit.LatestByRouteAsync(files.Features.File.Path, cancellationToken), legacy.LookAsync());
        var (verdicts, changes, presence) = (await judging, await auditing ?? new Dictionary<string, AuditEntry>(), await looking);
        var snapshot = state.Current;
        var compared = parity.Current();
        return new BoardResponse(
            snapshot.LegacyOnly,
            snapshot.IsPlainProxy,
            presence,
            new ReloadsResponse(reloads.GoodCount + rules.GoodCount, reloads.BadCount + rules.BadCount, StandingErrors()),
            audit.Problem,
            jobs.Problem is { } problem ? $"C# can start no backup: {problem}" : unwrittenJobs.Problem,
            [.. table.Routes.Select(route =>
                Row(route, snapshot, verdicts.GetValueOrDefault(route), compared.GetValueOrDefault(route), changes.GetValueOrDefault(route)))],
            trial.RunsUntil,
            [.. latches.All.Select(latch => new LatchResponse(latch.Route, $"{latch.From}", $"{latch.To}", latch.At, latch.Watch, latch.Evidence, latch.IsConfigured))],
            plans.Problem,
            [.. readiness.Failing.Select(NotReady).OrderByDescending(check => check.Served.Count)],
            LastChange(changes));
    }

    /// <summary>None while the database cannot be read: the board shows the rest.</summary>
    private async Task<IReadOnlyDictionary<string, GateVerdict>> VerdictsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await gate.JudgeAsync(table.Modules.Keys, cancellationToken);
        }
        catch (StoreException)
        {
            return new Dictionary<string, GateVerdict>();
        }
    }

    private AuditedChange? LastChange(IReadOnlyDictionary<string, AuditEntry> changes) =>
        changes.Values.Where(entry => entry.Route == FeatureFlag.LegacyOnly || table.Modules.ContainsKey(entry.Route)).MaxBy(entry => entry.At) is { } last
            ? new(last.Id, last.At, last.Who, last.Why, last.Route, last.Before, last.After)
            : null;

    private string? StandingErrors()
    {
        List<string> errors = [.. reloads.StandingErrors, .. rules.StandingErrors, .. ((string?[])[unwritten.Problem, features.Problem]).OfType<string>()];
        errors.AddRange(latches.All.Where(latch => !latch.IsConfigured).Select(latch =>
            $"{latch.Route} is held at {latch.To}, but features.json has it at {latch.Configured}: it could not be written, which is tried again every few seconds, or a variable outranks it."));
        return errors.Count > 0 ? string.Join("\n", errors) : null;
    }

    private RouteResponse Row(string route, CutoverSnapshot snapshot, GateVerdict? verdict, RouteParity? compared, AuditEntry? change)
    {
        var legacy = statistics.Of(route, Side.Legacy);
        var modern = statistics.Of(route, Side.Modern);
        return new RouteResponse(
            route,
            snapshot.StageOf(route).Name(),
            snapshot.RouteStageOf(route).Percentage,
            (snapshot.Serves(Side.Legacy, route), snapshot.Serves(Side.Modern, route)) switch { (true, true) => "both", (_, true) => "modern", _ => "legacy" },
            table.Modules.ContainsKey(route),
            new RequestsResponse(legacy.Requests, modern.Requests),
            new ErrorsResponse(legacy.Errors, modern.Errors),
            verdict is null ? null : Gate(verdict),
            compared?.Parity,
            compared?.Coverage,
            Latency(legacy) ?? Latency(compared?.Legacy),
            Latency(modern) ?? Latency(compared?.Modern),
            change is null ? null : new LastChangeResponse(change.Id, change.At, change.Who, change.Why, change.Before, change.After),
            plans.Active(route),
            fallbacks.Of(route) is { } fallback ? new FallbackResponse(fallback.Count, fallback.Last, fallback.Cause, fallback.Lasts(time.GetUtcNow())) : null,
            watches.HangingOf(route));
    }

    private NotReadyResponse NotReady(ReadinessCheck check) =>
        new(check.Name, [.. check.Routes], [.. readiness.ServedOf(check)], check.State.Problem ?? "", check.State.Since);

    private static GateResponse Gate(GateVerdict verdict) => new(
        verdict.Passes ? "passes" : verdict.Evidence.Compared == 0 ? "no-evidence" : "blocked",
        [.. verdict.Criteria.Where(criterion => !criterion.Met).Select(criterion => criterion.Name)]);

    private static LatencyResponse? Latency(RouteSeries series) =>
        series.Percentile(50) is { } p50 && series.Percentile(95) is { } p95 ? new LatencyResponse(p50, p95) : null;

    // A side that answers no client is known from its shadow runs only.
    private static LatencyResponse? Latency(Latency? shadow) => shadow is null ? null : new LatencyResponse(shadow.P50Ms, shadow.P95Ms);
}
