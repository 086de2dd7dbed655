using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Whether the two sides may differ in state: a write has reached one of them and not the other.</summary>
internal sealed class StateDrift(IOptions<ShadowDiffOptions> options, TimeProvider time)
{
    private readonly TimeSpan _window = options.Value.StateWindow;
    private readonly Lock _lock = new();
    private bool _hasMissed;
    private DateTimeOffset? _wroteAt;

    /// <summary>
    /// True from a change that failed to follow until the next one that follows, and for a while after a write that is never
    /// mirrored: nothing ever tells that its effect is over.
    /// </summary>
    public bool IsApart
    {
        get
        {
            lock (_lock)
            {
                return _hasMissed || time.GetUtcNow() - _wroteAt < _window;
            }
        }
    }

    /// <summary>A change of state (<see cref="SideEffect.Follow"/>) did not reach the other side.</summary>
    public void Missed() => Set(hasMissed: true, _wroteAt);

    /// <summary>One did, and both sides are as one again in what such changes set.</summary>
    public void Followed() => Set(hasMissed: false, _wroteAt);

    /// <summary>A request that is not mirrored has changed something on the side that answered it.</summary>
    public void Wrote() => Set(_hasMissed, time.GetUtcNow());

    private void Set(bool hasMissed, DateTimeOffset? wroteAt)
    {
        lock (_lock)
        {
            (_hasMissed, _wroteAt) = (hasMissed, wroteAt);
        }
    }
}
