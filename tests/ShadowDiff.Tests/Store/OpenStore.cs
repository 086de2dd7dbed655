using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Postgres;
using Strangler.ShadowDiff.Store.Sqlite;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.ShadowDiff.Traces;
using Strangler.ShadowDiff.Transfer;
using Strangler.ShadowDiff.Triage;
using Strangler.ShadowDiff.Trials;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>The store without the rest, where the test says. Started as the host would start it.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IOptions<ExampleOptions> _examples;
    private readonly CoverageStore _coverageStore;

    public OpenStore(StorePlace place, TimeProvider? time = null, Action<ExampleOptions>? examples = null, Action<RetentionOptions>? retention = null, Action<GateThresholds>? gate = null, string build = "b1")
    {
        Time = time ?? TimeProvider.System;
        _examples = Made(examples);
        var kept = Made(retention);
        var comparison = Made<ComparisonOptions>();
        var thresholds = new ServiceCollection().AddOptions().ConfigureAll(gate ?? (_ => { })).BuildServiceProvider().GetRequiredService<IOptionsMonitor<GateThresholds>>();

        Coverage = new(new CoverageMetrics(_meters.GetRequiredService<IMeterFactory>()));
        Divergences = new(_examples);
        Triage = new(new ClosingThreshold(thresholds), comparison, Time);
        Noise = new(Made<NoiseOptions>());
        var builds = new OneBuild(build);
        Shapes = new(builds);
        _coverageStore = new(Coverage, builds);
        var host = new HostTables();
        Features = [_coverageStore, new FindingsStore(Divergences, builds, _examples), new TriageStore(Triage, host), new NoiseStore(Noise), new ShapeStore(Shapes), new TraceTable(), new ImportLog(), new TrialStore(host, () => Writer!, Time), host];

        var migrations = new Migrations(Features.SelectMany(feature => feature.Migrations));
        Database = new(place.ConnectionString is { } server ? new PostgresEngine(server, migrations) : new SqliteEngine(place.File, migrations), migrations.Newest);
        Writer = new(Database, Features, new(Database, Features, kept, NullLogger<DatabaseSize>.Instance), kept, Time, NullLogger<StoreWriter>.Instance) { StartPatience = TimeSpan.FromMinutes(5) };
        Audit = new(Database);
        Board = new(Coverage);
        Evidence = new(Triage, builds, new(RuleSet.Empty), thresholds, Time);
        Gate = new(Evidence, Database, Writer);
        Desk = new(Database, Writer, Triage, Time);
        Reports = new(Board, Database, Writer, new FindingReader(Triage, new(RuleSet.Empty)), Evidence, Time);
        try
        {
            Writer.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch
        {
            Database.Dispose();
            throw;
        }
    }

    public TimeProvider Time { get; }

    /// <summary>Tells this store's instruments from others'.</summary>
    public object MeterScope => _meters.GetRequiredService<IMeterFactory>();

    public IReadOnlyList<IStoreFeature> Features { get; }

    public GatewayDatabase Database { get; }

    public CoverageCounts Coverage { get; }

    public DivergenceRegister Divergences { get; }

    public LearnedNoise Noise { get; }

    public LearnedShapes Shapes { get; }

    public StoreWriter Writer { get; }

    public HostAudit Audit { get; }

    public ParityFigures Board { get; }

    public ReportReader Reports { get; }

    public TriageStates Triage { get; }

    public TriageDesk Desk { get; }

    public EvidenceReader Evidence { get; }

    public PromotionGate Gate { get; }

    public StoreImport Import => new(Writer, _coverageStore, Coverage, Divergences, Noise, new RulesInForce(RuleSet.Empty), _examples, Time);

    /// <summary>Compares and counts as the processing of an exchange does.</summary>
    /// <param name="pair">The two answers.</param>
    /// <param name="rules">None when not given.</param>
    /// <param name="sighting">What re-runs have said of the divergences.</param>
    public async Task<Comparison> CompareAsync(ResponsePair pair, RuleSet? rules = null, Sighting sighting = Sighting.Stable)
    {
        var at = Time.GetUtcNow();
        var found = ResponseComparer.Compare(pair, rules ?? RuleSet.Empty, DateOnly.FromDateTime(at.UtcDateTime));
        var comparison = sighting == Sighting.Stable ? found : Comparison.Of([.. found.Divergences.Select(divergence => divergence with { Sighting = sighting })], found.Suppressed);
        await new FindingRecorder(Divergences, new(rules ?? RuleSet.Empty)).AddAsync(Pairs.Exchange(pair, at), pair, comparison);
        Triage.Observe(pair, comparison, at);
        Coverage.Compared(pair.Route, comparison.Outcome!.Value, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(1));
        return comparison;
    }

    /// <summary>Counts a pinned exchange as the processing of one does.</summary>
    /// <param name="side">The side that answered.</param>
    /// <param name="pair">Its answer, and the other side's shape.</param>
    /// <param name="isJudged">Whether enough is known.</param>
    /// <param name="rules">None when not given.</param>
    public async Task PinAsync(Side side, ResponsePair pair, bool isJudged = true, RuleSet? rules = null)
    {
        var at = Time.GetUtcNow();
        var judgement = new ShapeJudgement(pair, isJudged ? ResponseComparer.Compare(pair, rules ?? RuleSet.Empty, DateOnly.FromDateTime(at.UtcDateTime)) : null);
        if (judgement.Comparison is { } comparison)
            await new FindingRecorder(Divergences, new(rules ?? RuleSet.Empty)).AddAsync(Pairs.Exchange(pair, at), pair, comparison, isRedacted: true);

        Coverage.Pinned(pair.Route, side, judgement.Outcome, TimeSpan.FromMilliseconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        Database.Dispose();
        await _meters.DisposeAsync();
    }

    private static IOptions<T> Made<T>(Action<T>? configure = null)
        where T : class, new()
    {
        var options = new T();
        configure?.Invoke(options);
        return Options.Create(options);
    }
}

/// <summary>What a test deploys.</summary>
internal sealed class OneBuild(string name) : IModernBuild
{
    public string BuildOf(string route) => name;
}
