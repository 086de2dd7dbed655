using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Legacy;
using Strangler.Gateway.Routing;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Metrics;

/// <summary>The instruments of what stands around the requests: legacy, the promotion gate, jobs, the database.</summary>
internal sealed class InstallationMetrics
{
    private static readonly TimeSpan LegacyFresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StoreFresh = TimeSpan.FromMinutes(1);

    private readonly CutoverState _state;
    private readonly SlowFigure<LegacyResponse> _legacy;
    private readonly SlowFigure<IReadOnlyDictionary<string, GateVerdict>> _verdicts;
    private readonly SlowFigure<DatabaseBytes> _bytes;

    public InstallationMetrics(
        IMeterFactory meters, CutoverState state, RouteTable routes, LegacyPresence legacy, PromotionGate gate, GatewayDatabase database, IOptions<RetentionOptions> retention, IJobDirectory modernJobs,
        LegacyJobs legacyJobs, TimeProvider time)
    {
        _state = state;
        _legacy = new(legacy.LookAsync, LegacyFresh, time);
        _verdicts = new(() => gate.JudgeAsync(routes.Modules.Keys, CancellationToken.None), StoreFresh, time);
        _bytes = new(() => Task.FromResult(database.Size()), StoreFresh, time);

        var meter = meters.Create(GatewayMetrics.MeterName);
        meter.CreateObservableGauge("strangler.gateway.legacy_up", LegacyUp, description: "1 while legacy takes connections.");
        meter.CreateObservableGauge("strangler.gateway.gate_blocked", GateBlocked, description: "1 for a criterion of the promotion gate that keeps a route from its next move forward.");
        meter.CreateObservableGauge("strangler.gateway.jobs", () => Jobs(modernJobs, legacyJobs), description: "Backup jobs under way.");
        meter.CreateObservableGauge("strangler.gateway.database.size", DatabaseSizes, "By", "Size of the database and of its log, which a server has elsewhere.");
        meter.CreateObservableGauge("strangler.gateway.database.limit", () => retention.Value.MaxDatabaseBytes, "By", "What the database and its log may have together.");
    }

    private IEnumerable<Measurement<int>> LegacyUp() =>
        _state.Current.NeedsLegacy && _legacy.Read() is { Address: not null } legacy ? [new(legacy.Answers ? 1 : 0)] : [];

    /// <summary>The gate is asked for each move beyond shadow; the stages are those of this moment.</summary>
    private IEnumerable<Measurement<int>> GateBlocked() =>
        from verdict in _verdicts.Read()?.Values ?? []
        where _state.Current.StageOf(verdict.Route) is Stage.Shadow or Stage.Canary or Stage.Live
        from criterion in verdict.Criteria
        where !criterion.Met
        select new Measurement<int>(1, new("route", verdict.Route), new("criterion", criterion.Name));

    private static IEnumerable<Measurement<int>> Jobs(IJobDirectory modern, LegacyJobs legacy) =>
        [new(legacy.UnderWay, new KeyValuePair<string, object?>("side", "legacy")), new(modern.Live, new KeyValuePair<string, object?>("side", "modern"))];

    private IEnumerable<Measurement<long>> DatabaseSizes() => _bytes.Read() is { } bytes
        ? [new(bytes.Data, new KeyValuePair<string, object?>("part", "data")), new(bytes.Log, new KeyValuePair<string, object?>("part", "log"))]
        : [];
}
