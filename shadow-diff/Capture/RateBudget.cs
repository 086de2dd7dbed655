namespace Strangler.ShadowDiff.Capture;

/// <summary>Allows a number of things in a second. Safe to use from several threads.</summary>
internal sealed class RateBudget(int perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _windowStart = time.GetTimestamp();
    private int _taken;

    public bool HasLeft
    {
        get
        {
            lock (_lock)
            {
                Renew();
                return _taken < perSecond;
            }
        }
    }

    public bool TryTake()
    {
        lock (_lock)
        {
            Renew();
            return _taken < perSecond && ++_taken > 0;
        }
    }

    /// <summary>Takes one unless others have taken more than this share of the second's already; of a small number at least one is left.</summary>
    public bool TryTake(double share)
    {
        lock (_lock)
        {
            Renew();
            return _taken < Math.Min(perSecond, Math.Max(1, perSecond * share)) && ++_taken > 0;
        }
    }

    private void Renew()
    {
        if (time.GetElapsedTime(_windowStart) >= TimeSpan.FromSeconds(1))
        {
            _windowStart = time.GetTimestamp();
            _taken = 0;
        }
    }
}
