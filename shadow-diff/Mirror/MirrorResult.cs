using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>What came of sending an exchange to the other side: its answer, or the reason why there is none.</summary>
internal sealed record MirrorResult(CapturedResponse? Response, UncomparedReason? Failure, string? Detail, TimeSpan Duration)
{
    public static MirrorResult Answered(CapturedResponse response, TimeSpan duration) => new(response, null, null, duration);

    public static MirrorResult Failed(UncomparedReason reason, string detail) => new(null, reason, detail, TimeSpan.Zero);
}
