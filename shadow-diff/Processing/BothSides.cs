using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;

namespace Strangler.ShadowDiff.Processing;

/// <summary>Asks both sides the same at the same time and compares what they say as live traffic is compared, learned noise taken out.</summary>
internal sealed class BothSides(ExchangeMirror mirror, ResponseComparison comparer, LearnedNoise noise)
{
    public async Task<BothAnswers> AskAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(mirror.AskAsync(exchange, Side.Legacy, cancellationToken), mirror.AskAsync(exchange, Side.Modern, cancellationToken));
        return new(results[0], results[1], Compare(exchange, results[0].Response, results[1].Response));
    }

    private Comparison? Compare(CapturedExchange exchange, CapturedResponse? legacy, CapturedResponse? modern) => legacy is not null && modern is not null
        ? noise.Filter(exchange.Plan.Route, comparer.Compare(exchange.PairOf(legacy, modern)))
        : null;
}

/// <summary>What both sides said.</summary>
/// <param name="Legacy">Legacy's answer, or why there is none.</param>
/// <param name="Modern">Modern's.</param>
/// <param name="Comparison">Null when a side gave no answer.</param>
internal sealed record BothAnswers(MirrorResult Legacy, MirrorResult Modern, Comparison? Comparison);
