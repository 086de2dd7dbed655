using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>Who answered a request and why, in the words of logs and traces.</summary>
/// <param name="Route">Its name.</param>
/// <param name="ServedBy"><c>legacy</c> or <c>modern</c>; legacy too where modern could not.</param>
/// <param name="Stage">The route's at the request's arrival, such as <c>canary 5 %</c>.</param>
/// <param name="Why">What decided: <c>flag</c>, say, or <c>fallback</c>.</param>
internal sealed record AnswerFacts(string Route, string ServedBy, string Stage, string Why)
{
    /// <summary>Those of a request that is over; null where no route took it.</summary>
    public static AnswerFacts? Of(HttpContext context, CutoverSnapshot atArrival)
    {
        if (context.Features.Get<ICutoverFeature>() is not { } decision)
            return null;

        var isFallback = context.Features.Get<FallbackFeature>() is not null;
        return new(
            decision.Route,
            decision.ServedBy == Side.Modern && !isFallback ? "modern" : "legacy",
            $"{atArrival.RouteStageOf(decision.Route)}",
            isFallback ? "fallback" : WordOf(decision.Why));
    }

    /// <summary>What decided, in a word.</summary>
    public static string WordOf(CutoverReason why) => why switch
    {
        CutoverReason.NoModule => "no-module",
        CutoverReason.LegacyOnly => "legacy-only",
        CutoverReason.Ownership => "ownership",
        CutoverReason.Tester => "tester",
        _ => "flag",
    };
}
