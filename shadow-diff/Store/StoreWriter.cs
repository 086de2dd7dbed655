using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Store.Transfer;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Store;

/// <summary>Carries counts and findings to the database, one transaction each half second: a crash loses no more than that.</summary>
internal sealed partial class StoreWriter(
    GatewayDatabase database,
    CoverageLedger coverage,
    DivergenceLedger divergences,
    NoiseLedger noise,
    TriageLedger triage,
    DatabaseSize size,
    IOptions<ShadowDiffOptions> options,
    TimeProvider time,
    ILogger<StoreWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(10);

    /// <summary>The longest that <see cref="Gate.GateThresholds.Window"/> may be.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(90);

    private readonly CoverageTable _coverage = new(coverage);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _nextRetention;
    private bool _isFailing;
    private Task? _stopping;

    /// <inheritdoc/>
    /// <exception cref="StoreException">The database cannot be used; the program does not start.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        database.Open();
        database.Read(connection =>
        {
            Load(connection);
            return true;
        });
        return base.StartAsync(cancellationToken);
    }

    /// <summary>A host may be stopped twice at the same time; the database is closed when the first caller returns, so both wait for one flush.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_turn)
            return _stopping ??= StopOnceAsync(cancellationToken);
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    /// <summary>Writes everything found so far.</summary>
    /// <exception cref="StoreException">Nothing was written; it is kept for the next time.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await FlushInTurnAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets <paramref name="import"/> add to the database in one transaction, and makes known what it has added.</summary>
    /// <exception cref="StoreException">Nothing was written.</exception>
    public async Task<ImportResult> ImportAsync(Func<SqliteConnection, ImportedLines> import, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await FlushInTurnAsync(cancellationToken);
            ImportedLines? lines = null;
            await database.WriteAsync(connection => lines = import(connection), durable: true, cancellationToken);
            TakeUp(lines!);
            return lines!.Result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>As <see cref="FlushAsync"/>; a failure is logged once until it is over.</summary>
    public async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
            await ApplyRetentionAsync(cancellationToken);
            await size.LimitAsync(cancellationToken);
            _isFailing = false;
        }
        catch (StoreException ex)
        {
            if (!_isFailing)
            {
                WritingFails(ex.Message);
            }

            _isFailing = true;
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryFlushAsync(stoppingToken);
        }
    }

    private async Task FlushInTurnAsync(CancellationToken cancellationToken)
    {
        var counts = _coverage.Snapshot();
        var pending = new PendingWrites(divergences.Take(), triage.Take(), noise.Take(), coverage.TakeLatencies());
        if (!pending.IsEmpty || _coverage.IsBehind(counts))
        {
            await WriteAsync(counts, pending, cancellationToken);
        }
    }

    private void TakeUp(ImportedLines lines)
    {
        foreach (var (route, outcome, count) in lines.Coverage)
        {
            _coverage.TakeUp(route, outcome, count);
        }

        foreach (var (route, side, histogram, _) in lines.Latencies)
        {
            coverage.For(route).Latency.Load(side, histogram);
        }

        foreach (var divergence in lines.Divergences)
        {
            divergences.Know(divergence.Fingerprint, divergence.Route, 0, DateTimeOffset.MinValue, divergence.Count > divergence.Transient + divergence.State);
        }

        foreach (var state in lines.Noise)
        {
            noise.Load(state);
        }
    }

    private async Task WriteAsync(Dictionary<string, long[]> counts, PendingWrites pending, CancellationToken cancellationToken)
    {
        try
        {
            var hour = StoreHour.Of(time.GetUtcNow());
            await database.WriteAsync(
                connection =>
                {
                    _coverage.Write(connection, counts, hour);
                    FindingsTable.Write(connection, pending.Findings, options.Value.ExamplesPerDivergence, hour);
                    TriageTable.Write(connection, pending.States);
                    NoiseTable.Write(connection, pending.Learned);
                    LatencyTable.Write(connection, pending.Latencies, StoreDay.Of(hour));
                },
                durable: pending.States.Audit.Count > 0,
                cancellationToken);
            _coverage.Committed(counts);
        }
        catch
        {
            divergences.Return(pending.Findings);
            triage.Return(pending.States);
            noise.Return(pending.Learned);
            coverage.Return(pending.Latencies);
            throw;
        }
    }

    private async Task ApplyRetentionAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now >= _nextRetention)
        {
            _nextRetention = now + RetentionInterval;
            var oldest = now - TimeSpan.FromDays(options.Value.RetentionDays);
            await database.WriteAsync(
                connection =>
                {
                    Retention.Apply(connection, oldest, options.Value.MaxExamples);
                    Retention.ForgetHours(connection, StoreHour.Of(now - LongestWindow));
                },
                durable: false,
                cancellationToken);
        }
    }

    private void Load(SqliteConnection connection)
    {
        _coverage.Load(connection);
        LatencyTable.Load(connection, coverage);
        triage.Load(connection);
        foreach (var state in NoiseTable.Read(connection))
        {
            noise.Load(state);
        }

        KnowDivergences(connection);
    }

    private void KnowDivergences(SqliteConnection connection)
    {
        foreach (var (fingerprint, route, examples, last, isStable) in connection.Query(
            """
            SELECT d.fingerprint, d.route, count(e.exchange), coalesce(max(x.at), 0), d.count > d.transient + d.state
            FROM divergence d LEFT JOIN example e USING (fingerprint) LEFT JOIN exchange x ON x.id = e.exchange GROUP BY d.fingerprint
            """,
            row => (row.GetString(0), row.GetString(1), row.GetInt32(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetBoolean(4))))
        {
            divergences.Know(fingerprint, route, examples, last, isStable);
        }
    }

    [LoggerMessage(LogLevel.Error, "The shadow-diff's findings cannot be written and are kept in memory until they can: {Problem}")]
    private partial void WritingFails(string problem);

    /// <summary>What goes into one transaction besides the counts.</summary>
    private readonly record struct PendingWrites(
        PendingFindings Findings, PendingTriage States, IReadOnlyList<NoiseState> Learned, IReadOnlyList<UnwrittenLatency> Latencies)
    {
        public bool IsEmpty => Findings.IsEmpty && States.IsEmpty && Learned.Count == 0 && Latencies.Count == 0;
    }
}
