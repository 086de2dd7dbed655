using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Store;

/// <summary>Carries counts and findings to the database, one transaction each half second: a crash loses no more than that.</summary>
internal sealed partial class StoreWriter(
    GatewayDatabase database,
    CoverageLedger coverage,
    DivergenceLedger divergences,
    TriageLedger triage,
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
            var counts = _coverage.Snapshot();
            var findings = divergences.Take();
            var states = triage.Take();
            if (!findings.IsEmpty || !states.IsEmpty || _coverage.IsBehind(counts))
            {
                await WriteAsync(counts, findings, states, cancellationToken);
            }
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

    private async Task WriteAsync(Dictionary<string, long[]> counts, PendingFindings findings, PendingTriage states, CancellationToken cancellationToken)
    {
        try
        {
            var hour = StoreHour.Of(time.GetUtcNow());
            await database.WriteAsync(
                connection =>
                {
                    _coverage.Write(connection, counts, hour);
                    FindingsTable.Write(connection, findings, options.Value.ExamplesPerDivergence, hour);
                    TriageTable.Write(connection, states);
                },
                durable: states.Audit.Count > 0,
                cancellationToken);
            _coverage.Committed(counts);
        }
        catch
        {
            divergences.Return(findings);
            triage.Return(states);
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
        triage.Load(connection);
        foreach (var (fingerprint, route, examples, last) in connection.Query(
            """
            SELECT d.fingerprint, d.route, count(e.exchange), coalesce(max(x.at), 0)
            FROM divergence d LEFT JOIN example e USING (fingerprint) LEFT JOIN exchange x ON x.id = e.exchange GROUP BY d.fingerprint
            """,
            row => (row.GetString(0), row.GetString(1), row.GetInt32(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)))))
        {
            divergences.Know(fingerprint, route, examples, last);
        }
    }

    [LoggerMessage(LogLevel.Error, "The shadow-diff's findings cannot be written and are kept in memory until they can: {Problem}")]
    private partial void WritingFails(string problem);
}
