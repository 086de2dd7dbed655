using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Model;

/// <summary>A finished exchange on its way to the mirror. Immutable.</summary>
/// <param name="Plan">What the shadow is to do with it.</param>
/// <param name="Request">What the client sent.</param>
/// <param name="Response">What the client got.</param>
/// <param name="Duration">From the first look at the request until the answering side was done.</param>
/// <param name="At">When it was done, in UTC.</param>
/// <param name="NotComparable">Set on an exchange that is mirrored for its effect only: why it can't be compared.</param>
internal sealed record CapturedExchange(
    ShadowPlan Plan,
    CapturedRequest Request,
    CapturedResponse Response,
    TimeSpan Duration,
    DateTimeOffset At,
    UncomparedReason? NotComparable = null)
{
    /// <summary>The <see cref="StateDrift.Version"/> that it was answered in; null when a change of state was under way meanwhile.</summary>
    public long? StateVersion { get; init; }

    /// <summary>The job that the request names, as the client wrote it; null for none.</summary>
    public string? Job { get; init; }

    /// <summary>Of the trace that was recorded while it was answered; null for none.</summary>
    public string? TraceId { get; init; }

    /// <summary>What legacy said to the same before modern answered; null where nobody knows, or legacy answered first.</summary>
    public CapturedResponse? LegacyBefore { get; init; }

    /// <summary>Told unasked, so that nobody waited for it; see <see cref="ChannelNotice"/>.</summary>
    public bool IsNotice { get; init; }

    /// <summary>Asks the side that did not answer, where that is done by no request; see <see cref="ChannelExchange"/>.</summary>
    public Func<CancellationToken, Task<byte[]?>>? OtherSide { get; init; }

    /// <summary>Both answers to it, side by side.</summary>
    public ResponsePair PairOf(CapturedResponse legacy, CapturedResponse modern) =>
        new(Plan.Route, Request.Method, Request.Headers, legacy, modern) { Target = Request.RawTarget, RequestBody = Request.Body, ServedBy = Plan.ServedBy };

    /// <summary>Bytes of the bodies it keeps alive.</summary>
    public int Size => Request.Body.Length + Response.Body.Length;
}
