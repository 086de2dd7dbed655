using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Capture;

/// <summary>
/// Chooses the exchanges to mirror: a random share, and never more a second than the cap.
/// A <see cref="SideEffect.Follow"/> exchange is always chosen, because leaving one out would leave the other side in another state.
/// </summary>
internal sealed class ShadowSampler(IOptions<ShadowDiffOptions> options, TimeProvider time)
{
    private readonly double _rate = options.Value.SampleRate;
    private readonly int _perSecond = options.Value.MaxPerSecond;
    private readonly Lock _lock = new();
    private long _windowStart = time.GetTimestamp();
    private int _taken;

    public bool Takes(ShadowPlan plan) =>
        plan.Effect == SideEffect.Follow || (IsInShare() && TakeFromWindow());

    private bool IsInShare() => _rate >= 1 || Random.Shared.NextDouble() < _rate;

    private bool TakeFromWindow()
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_windowStart) >= TimeSpan.FromSeconds(1))
            {
                _windowStart = time.GetTimestamp();
                _taken = 0;
            }

            return _taken < _perSecond && ++_taken > 0;
        }
    }
}
