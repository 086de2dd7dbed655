using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Whether the two sides may differ in state: a write has reached one of them and not the other.</summary>
internal sealed class StateDrift(IOptions<StateDriftOptions> options, TimeProvider time)
{
    private readonly TimeSpan _window = options.Value.StateWindow;
    private readonly Lock _lock = new();
    private bool _hasMissed;
    private DateTimeOffset? _wroteAt;
    private long _changes;
    private int _changing;

    /// <summary>
    /// Tells apart the times between changes of state; null while one is under way. What was answered during a change, or before it
    /// and after it, cannot be compared with confidence: nobody knows on which side of it each answer fell.
    /// </summary>
    public long? Version
    {
        get
        {
            lock (_lock)
            {
                return _changing > 0 ? null : _changes;
            }
        }
    }

    /// <summary>
    /// True from a change that failed to follow until the next one that follows, and for a while after a write that is never
    /// mirrored: nothing tells when its effect is over.
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

    /// <summary>Whether a request with this side effect and method may change anything (RFC 9110 9.2.1).</summary>
    public static bool MayChange(SideEffect effect, string method) =>
        effect != SideEffect.Safe && !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    /// <summary>A request that may change the state of the answering side begins.</summary>
    public void BeginChange()
    {
        lock (_lock)
        {
            _changing++;
        }
    }

    /// <summary>It is over, whatever came of it.</summary>
    public void EndChange()
    {
        lock (_lock)
        {
            (_changing, _changes) = (_changing - 1, _changes + 1);
        }
    }

    /// <summary>A change of state (<see cref="SideEffect.Follow"/>) did not reach the other side.</summary>
    public void Missed() => Set(hasMissed: true, _wroteAt);

    /// <summary>One did: the sides agree again in what such changes set.</summary>
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

/// <summary>How long the sides may differ in state; part of the section <c>ShadowDiff</c>.</summary>
internal sealed class StateDriftOptions
{
    /// <summary>How long after a write that is never mirrored a new divergence is put down to the sides' states.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StateWindow { get; set; } = TimeSpan.FromMinutes(5);
}
