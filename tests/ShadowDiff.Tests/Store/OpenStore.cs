using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>The store without the rest, on a file that the test names. Started as the host would start it.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public OpenStore(string path, TimeProvider? time = null, Action<ShadowDiffOptions>? configure = null, Action<GateThresholds>? gate = null)
    {
        var settings = new ShadowDiffOptions { Database = path };
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        Time = time ?? TimeProvider.System;
        Database = new(options);
        Coverage = new(new ShadowMetrics(_meters.GetRequiredService<IMeterFactory>(), new ShadowQueue(options)));
        Divergences = new(options);
        var thresholds = new ServiceCollection().AddOptions().ConfigureAll(gate ?? (_ => { })).BuildServiceProvider().GetRequiredService<IOptionsMonitor<GateThresholds>>();
        Triage = new(thresholds, options, Time);
        Noise = new(options);
        Writer = new(Database, Coverage, Divergences, Noise, Triage, new(Database, options, NullLogger<DatabaseSize>.Instance), options, Time, NullLogger<StoreWriter>.Instance);
        Audit = new(Database);
        Board = new(Coverage);
        Evidence = new(Triage, thresholds, Time);
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

    public GatewayDatabase Database { get; }

    public CoverageLedger Coverage { get; }

    public DivergenceLedger Divergences { get; }

    public NoiseLedger Noise { get; }

    public StoreWriter Writer { get; }

    public AuditLog Audit { get; }

    public ParityBoard Board { get; }

    public ReportReader Reports { get; }

    public TriageLedger Triage { get; }

    public TriageDesk Desk { get; }

    public EvidenceReader Evidence { get; }

    public PromotionGate Gate { get; }

    /// <summary>Compares and counts as the judge does.</summary>
    /// <param name="pair">The two answers.</param>
    /// <param name="rules">None when not given.</param>
    /// <param name="sighting">What re-runs have said of the divergences.</param>
    public async Task<Comparison> CompareAsync(ResponsePair pair, RuleSet? rules = null, Sighting sighting = Sighting.Stable)
    {
        var at = Time.GetUtcNow();
        var found = ResponseComparer.Compare(pair, rules ?? RuleSet.Empty, DateOnly.FromDateTime(at.UtcDateTime));
        var comparison = sighting == Sighting.Stable ? found : Comparison.Of([.. found.Divergences.Select(divergence => divergence with { Sighting = sighting })], found.Suppressed);
        await new ExchangeLedger(Divergences, new(rules ?? RuleSet.Empty)).AddAsync(Pairs.Exchange(pair, at), pair, comparison);
        Triage.Observe(pair, comparison, at);
        Coverage.Compared(pair.Route, comparison.Outcome!.Value, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(1));
        return comparison;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        Database.Dispose();
        await _meters.DisposeAsync();
    }
}
