namespace Strangler.CommandLine.Parity;

/// <summary>Says when the next request may go out.</summary>
/// <param name="rate">Requests per second for each side at most; null for no limit.</param>
/// <param name="speed">How many times faster than recorded; null to keep no rhythm.</param>
/// <param name="firstAt">When the first request was recorded.</param>
internal sealed class Pace(double? rate, double? speed, DateTimeOffset? firstAt, TimeProvider time)
{
    /// <summary>A timer takes no longer wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private DateTimeOffset _nextFree = DateTimeOffset.MinValue;

    /// <param name="recorded">When this request was recorded; null where the source does not know.</param>
    public Task WaitAsync(DateTimeOffset? recorded, CancellationToken cancellationToken)
    {
        var wait = Reserve(recorded) - time.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken) : Task.CompletedTask;
    }

    private DateTimeOffset Reserve(DateTimeOffset? recorded)
    {
        var due = speed is { } times && recorded - firstAt is { } offset ? _start + (offset / times) : time.GetUtcNow();
        lock (_lock)
        {
            if (due < _nextFree)
                due = _nextFree;
            if (rate is { } perSecond)
                _nextFree = due + TimeSpan.FromSeconds(1 / perSecond);
            return due;
        }
    }
}
