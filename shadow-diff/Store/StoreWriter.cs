using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Store;

/// <summary>Carries what the features hold in memory to the database, one transaction each half second: a crash loses no more than that.</summary>
internal sealed partial class StoreWriter(
    GatewayDatabase database, IEnumerable<IStoreFeature> features, DatabaseSize size, IOptions<RetentionOptions> options, TimeProvider time, ILogger<StoreWriter> logger)
    : LastWriteService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(10);

    /// <summary>How long an answer waits for what was found last to be written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IStoreFeature[] _features = [.. features];
    private readonly HashSet<IStoreFeature> _loaded = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _nextRetention;
    private volatile bool _isBegunAnew;

    /// <summary>How loud it was said that nothing can be written; null while it can.</summary>
    private LogLevel? _said;

    /// <summary>How long a start waits for the database, which may have to be repaired.</summary>
    internal TimeSpan StartPatience { get; init; } = GatewayDatabase.Patience;

    /// <summary>A database that cannot be used, or does not answer, is no reason not to start: the rest of the gateway needs none. It is tried again with each write.</summary>
    /// <exception cref="StoreException">The setting names a folder that does not exist.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        database.Repaired += Repaired;
        try
        {
            await InTimeAsync(_ => OpenAsync(), StartPatience, cancellationToken);
        }
        catch (StoreException ex) when (!ex.IsSetting)
        {
            _said = ex.Level;
            RunsWithout(ex.Level, ex.Message);
        }

        await base.StartAsync(cancellationToken);
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

    /// <summary>As <see cref="FlushAsync"/>, for an answer that somebody waits for.</summary>
    /// <exception cref="StoreException">Nothing was written yet, or the disk does not answer; it is kept for the next time.</exception>
    public Task FlushInTimeAsync(CancellationToken cancellationToken) => InTimeAsync(FlushAsync, Patience, cancellationToken);

    /// <summary>As <see cref="TryFlushAsync"/>, for an answer that somebody waits for: where the disk does not answer, that is without what was found last.</summary>
    public async Task TryFlushInTimeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await InTimeAsync(TryFlushAsync, Patience, cancellationToken);
        }
        catch (StoreException)
        {
            // Whoever reads now is told the same.
        }
    }

    /// <summary>Lets <paramref name="add"/> write past the features in one transaction, while none of them is writing, and then tell them of it.</summary>
    /// <param name="add">Writes, and returns what is to be told.</param>
    /// <param name="tell">Called once that is committed.</param>
    /// <param name="cancellationToken">Until the transaction begins.</param>
    /// <exception cref="StoreException">Nothing was written.</exception>
    public async Task<T> AddAsync<T>(Func<DbConnection, T> add, Action<T> tell, CancellationToken cancellationToken)
        where T : class
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await FlushInTurnAsync(cancellationToken);
            T? added = null;
            await database.WriteAsync(connection => added = add(connection), durable: true, cancellationToken);
            tell(added!);
            return added!;
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
            await database.CheckAsync(cancellationToken);
            await DeleteOldAsync(cancellationToken);
            await size.LimitAsync(cancellationToken);
            if (_said is not null)
                WritingWorks();

            _said = null;
        }
        catch (StoreException ex)
        {
            if (_said is not { } said || said < ex.Level)
                WritingFails(ex.Level, ex.Message);

            _said = ex.Level;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        database.Repaired -= Repaired;
        _turn.Dispose();
    }

    /// <inheritdoc/>
    protected override Task WriteLastAsync(CancellationToken cancellationToken) => TryFlushAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryFlushAsync(stoppingToken);
    }

    // Whoever asked and goes away does not cancel it: others wait for the same.
    private Task<bool> InTimeAsync(Func<CancellationToken, Task> flush, TimeSpan patience, CancellationToken cancellationToken) => database.Writing.WaitAsync(
        async () =>
        {
            await flush(CancellationToken.None);
            return true;
        },
        patience,
        cancellationToken);

    /// <summary>What is to be written meanwhile waits for it.</summary>
    private async Task OpenAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            await Task.Run(() =>
            {
                // Whoever came first may have opened it already, and heard of a repair.
                database.Open();
                if (database.Notice is { } notice)
                    Mended(notice);

                Load();
            });
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task FlushInTurnAsync(CancellationToken cancellationToken)
    {
        Load();
        List<PendingWrite> pending = [.. _features.Select(feature => feature.Take()).OfType<PendingWrite>()];
        if (pending.Count == 0)
            return;

        try
        {
            var now = time.GetUtcNow();
            await database.WriteAsync(
                connection => pending.ForEach(write => write.Write(connection, now)), durable: pending.Exists(write => write.IsDurable), cancellationToken);
            pending.ForEach(write => write.Committed?.Invoke());
        }
        catch
        {
            pending.ForEach(write => write.Return());
            throw;
        }
    }

    private void Load()
    {
        if (_loaded.Count == _features.Length && !_isBegunAnew)
            return;

        // Asked anew in each run: the reading itself may come upon damage, and is then repeated on another database.
        database.Read(connection =>
        {
            var isBegunAnew = _isBegunAnew;
            _isBegunAnew = false;
            foreach (var feature in _features)
            {
                if (_loaded.Contains(feature) && isBegunAnew)
                    feature.BeginAnew(connection);
                else if (!_loaded.Contains(feature))
                    feature.Load(connection);
                _loaded.Add(feature);
            }

            return true;
        });
    }

    private void Repaired(DatabaseRepair repair)
    {
        _isBegunAnew |= !repair.IsComplete;
        Mended(repair.Notice);
    }

    private async Task DeleteOldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now >= _nextRetention)
        {
            _nextRetention = now + RetentionInterval;
            var oldest = now - TimeSpan.FromDays(options.Value.RetentionDays);
            await database.WriteAsync(
                connection => Array.ForEach(_features, feature => feature.DeleteOld(connection, now, oldest)), durable: false, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "{What}")]
    private partial void Mended(string what);

    [LoggerMessage("The gateway runs without its database until it can be used; audit and findings are kept in memory: {Problem}")]
    private partial void RunsWithout(LogLevel level, string problem);

    [LoggerMessage(LogLevel.Information, "The database can be written again")]
    private partial void WritingWorks();

    [LoggerMessage("The shadow-diff's findings cannot be written and are kept in memory until they can: {Problem}")]
    private partial void WritingFails(LogLevel level, string problem);
}
