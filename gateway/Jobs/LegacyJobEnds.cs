namespace Strangler.Gateway.Jobs;

/// <summary>How legacy's last jobs ended: what modern's are held against.</summary>
internal sealed class LegacyJobEnds
{
    private const int Most = 50;

    private readonly Lock _lock = new();
    private readonly Queue<bool> _failed = new(Most);

    /// <summary>How many jobs, and how many of them failed.</summary>
    public (int Jobs, int Failed) Counts
    {
        get
        {
            lock (_lock)
                return (_failed.Count, _failed.Count(static hasFailed => hasFailed));
        }
    }

    public void Add(bool hasFailed)
    {
        lock (_lock)
        {
            if (_failed.Count == Most)
                _failed.Dequeue();
            _failed.Enqueue(hasFailed);
        }
    }
}
