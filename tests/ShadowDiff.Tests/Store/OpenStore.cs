using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>The store without the rest, on a file that the test names. Started as the host would start it.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public OpenStore(string path, TimeProvider? time = null, Action<ShadowDiffOptions>? configure = null)
    {
        var settings = new ShadowDiffOptions { Database = path };
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        Time = time ?? TimeProvider.System;
        Database = new(options);
        Coverage = new(new ShadowMetrics(_meters.GetRequiredService<IMeterFactory>(), new ShadowQueue(options)));
        Divergences = new(options);
        Noise = new(options);
        Writer = new(Database, Coverage, Divergences, Noise, new(Database, options, NullLogger<DatabaseSize>.Instance), options, Time, NullLogger<StoreWriter>.Instance);
        Audit = new(Database);
        Board = new(Coverage);
        Reports = new(Board, Database, Writer, new(RuleSet.Empty), Time);
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

    /// <summary>Compares and counts as the judge does.</summary>
    public async Task<Comparison> CompareAsync(ResponsePair pair, RuleSet? rules = null)
    {
        var at = Time.GetUtcNow();
        var comparison = ResponseComparer.Compare(pair, rules ?? RuleSet.Empty, DateOnly.FromDateTime(at.UtcDateTime));
        await new ExchangeLedger(Divergences, new(rules ?? RuleSet.Empty)).AddAsync(Pairs.Exchange(pair, at), pair, comparison);
        Coverage.Compared(pair.Route, comparison.Outcome, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(1));
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
