using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;

namespace Strangler.ShadowDiff.Processing;

/// <summary>Asks both sides the same at the same time, and compares what they say as live traffic is compared, learned noise taken out.</summary>
internal sealed class BothSides(ExchangeMirror mirror, ResponseComparison comparer, LearnedNoise noise)
{
    public async Task<BothAnswers> AskAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        var (legacy, modern) = await AskEachAsync(exchange, cancellationToken);
        return new(legacy, modern, legacy.Response is not null && modern.Response is not null
            ? noise.Filter(exchange.Plan.Route, comparer.Compare(exchange.PairOf(legacy.Response, modern.Response)))
            : null);
    }

    /// <summary>Their answers alone; null when a side gave none.</summary>
    public async Task<ResponsePair?> AskBothAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        var (legacy, modern) = await AskEachAsync(exchange, cancellationToken);
        return legacy.Response is not null && modern.Response is not null ? exchange.PairOf(legacy.Response, modern.Response) : null;
    }

    /// <summary>What came of asking each; nothing is compared.</summary>
    public async Task<(MirrorResult Legacy, MirrorResult Modern)> AskEachAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(mirror.AskAsync(exchange, Side.Legacy, cancellationToken), mirror.AskAsync(exchange, Side.Modern, cancellationToken));
        return (results[0], results[1]);
    }
}

/// <summary>What both sides said.</summary>
/// <param name="Legacy">Legacy's answer, or why there is none.</param>
/// <param name="Modern">Modern's.</param>
/// <param name="Comparison">Null when a side gave no answer.</param>
internal sealed record BothAnswers(MirrorResult Legacy, MirrorResult Modern, Comparison? Comparison);
