using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Metrics;

/// <summary>
/// A figure that nobody can wait for while a scrape is written. Who reads it gets what was found last; once that is old, it is found anew beside. Where
/// nobody reads, nothing is asked.
/// </summary>
/// <param name="find">Finds it. What it throws leaves the last one as it was.</param>
/// <param name="fresh">How old it may be.</param>
internal sealed class SlowFigure<T>(Func<Task<T>> find, TimeSpan fresh, TimeProvider time)
    where T : class
{
    private readonly Lock _lock = new();
    private Task _finding = Task.CompletedTask;
    private long? _begun;
    private volatile T? _found;

    /// <summary>Null until it was found once.</summary>
    public T? Read()
    {
        lock (_lock)
        {
            if (_finding.IsCompleted && !(_begun is { } begun && time.GetElapsedTime(begun) < fresh))
                (_finding, _begun) = (Task.Run(FindAsync), time.GetTimestamp());
        }

        return _found;
    }

    private async Task FindAsync()
    {
        try
        {
            _found = await find();
        }
        catch (Exception ex) when (ex is StoreException or IOException)
        {
            // Said where it is the matter itself: on the board, in the log, by strangler_gateway_database_unavailable.
        }
    }
}
