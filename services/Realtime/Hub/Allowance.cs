namespace Strangler.Services.Realtime.Hub;

/// <summary>How often one client may do something: so many times a second on average, and a burst at once. Full at first. Not for several threads.</summary>
internal sealed class Allowance(double perSecond, double burst, TimeProvider time)
{
    private double _used;
    private long _at = time.GetTimestamp();

    /// <summary>False when it is used up.</summary>
    public bool TryUse()
    {
        var now = time.GetTimestamp();
        _used = Math.Max(0, _used - (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
        if (_used + 1 > burst)
            return false;
        _used++;
        return true;
    }
}
