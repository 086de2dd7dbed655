using System.Diagnostics.Metrics;
using Strangler.Contract;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Plans;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Metrics;

/// <summary>The gateway's instruments.</summary>
internal sealed class GatewayMetrics
{
    public const string MeterName = "Strangler.Gateway";

    private static readonly string[] StatusClasses = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _droppedNotices;

    public GatewayMetrics(
        IMeterFactory meters, CutoverState state, Latches latches, AutomaticRollback rollback, ReloadLog reloads, UnwrittenExits unwritten, AuditLog audit, RulesInForce rules, GatewayDatabase database, PlanBook plans)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram<double>("strangler.gateway.request.duration", "s", "Time from a request's arrival to the end of its answer.");
        _droppedNotices = meter.CreateCounter<long>("strangler.gateway.notices.dropped", description: "Notices that a page did not get because its connection was too slow.");
        meter.CreateObservableGauge("strangler.gateway.route.stage", () => Stages(state.Current), description: "1 for the stage that a route is at.");
        meter.CreateObservableGauge("strangler.gateway.route.modern_share", () => ModernShares(state.Current), description: "Share of a route's clients whom modern answers.");
        meter.CreateObservableGauge("strangler.gateway.plan.step", () => Steps(plans), description: "Step of a route's plan under way, counted from 1; 0 before the first.");
        meter.CreateObservableGauge("strangler.gateway.plan.paused", () => Paused(plans), description: "1 for a plan under way that stands still until a person resumes it.");
        meter.CreateObservableGauge("strangler.gateway.legacy_only", () => state.Current.IsAllLegacy ? 1 : 0, description: "1 while every route is sent to legacy.");
        meter.CreateObservableGauge("strangler.gateway.routes.latched", () => latches.All.Count, description: "Routes that the gateway has taken back and that no person has moved since.");
        var rollbacks = meter.CreateCounter<long>("strangler.gateway.rollbacks", description: "Times that the gateway itself has taken a route back.");
        rollback.RolledBack += latch => rollbacks.Add(1, new("route", latch.Route), new("watch", latch.Watch));
        meter.CreateObservableGauge("strangler.gateway.audit.waiting", () => audit.Waiting, description: "Changes that the audit's database has not taken yet.");
        meter.CreateObservableCounter("strangler.gateway.database.repairs", () => Repairs(database.Repairs - database.Losses, database.Losses), description: "Times that the database was found damaged or deleted and written anew, with everything it held or not.");
        meter.CreateObservableGauge("strangler.gateway.database.unavailable", () => database.State == DatabaseState.Unavailable ? 1 : 0, description: "1 while the database cannot be written.");
        meter.CreateObservableCounter("strangler.gateway.config.reloads", () => Reloads(reloads.GoodCount + rules.GoodCount, reloads.BadCount + rules.BadCount), description: "Readings of yarp.json, features.json and rules.json, good (in force) or bad (refused).");
        meter.CreateObservableGauge(
            "strangler.gateway.config.errors", () => reloads.StandingErrors.Count + rules.StandingErrors.Count + (unwritten.Problem is null ? 0 : 1), description: "Errors of these files that stand until a person puts the file right.");
    }

    public void Answered(RouteSeries series, int statusCode, TimeSpan duration)
    {
        series.Record(duration, statusCode);
        _duration.Record(
            duration.TotalSeconds,
            new("route", series.Route),
            new("served_by", series.ServedBy),
            new("status_class", statusCode is >= 100 and < 600 ? StatusClasses[statusCode / 100] : StatusClasses[0]));
    }

    public void NoticeDropped(string name) => _droppedNotices.Add(1, new KeyValuePair<string, object?>("event", name));

    private static IEnumerable<Measurement<int>> Stages(CutoverSnapshot snapshot) =>
        snapshot.Stages.Select(route => new Measurement<int>(1, new("route", route.Key), new("stage", route.Value.Name())));

    private static IEnumerable<Measurement<double>> ModernShares(CutoverSnapshot snapshot) => snapshot.Stages.Keys.Select(route => new Measurement<double>(
        snapshot switch
        {
            { IsAllLegacy: true } => 0,
            _ when snapshot.RouteStageOf(route).Percentage is { } percentage => (double)percentage / 100,
            _ => snapshot.Serves(Side.Modern, route) ? 1 : 0,
        },
        new KeyValuePair<string, object?>("route", route)));

    private static IEnumerable<Measurement<int>> Steps(PlanBook plans) => Active(plans, run => run.Step + 1);

    private static IEnumerable<Measurement<int>> Paused(PlanBook plans) => Active(plans, run => run.State == PlanState.Paused ? 1 : 0);

    private static IEnumerable<Measurement<int>> Active(PlanBook plans, Func<PlanRun, int> value) =>
        plans.Runs.Where(run => run.IsActive).Select(run => new Measurement<int>(value(run), new("route", run.Route), new("plan", run.PlanName)));

    private static IEnumerable<Measurement<long>> Repairs(long complete, long begunAnew) =>
        [new(complete, new KeyValuePair<string, object?>("outcome", "complete")), new(begunAnew, new KeyValuePair<string, object?>("outcome", "begun-anew"))];

    private static IEnumerable<Measurement<long>> Reloads(long good, long bad) =>
        [new(good, new KeyValuePair<string, object?>("outcome", "good")), new(bad, new KeyValuePair<string, object?>("outcome", "bad"))];
}
