using Microsoft.Extensions.Logging;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Processing;

/// <summary>Mirrors one exchange, compares the two answers and writes down what came of it: each exchange in exactly one count.</summary>
internal sealed partial class ExchangeProcessor(
    ExchangeMirror mirror,
    ResponseComparison comparer,
    NoiseReplay replay,
    LearnedNoise noise,
    SightingCheck sightings,
    IComparedPairs trial,
    StateDrift drift,
    CoverageCounts coverage,
    FindingRecorder recorder,
    TriageStates triage,
    DivergenceRegister known,
    ShapeCheck shape,
    LegacyBefore before,
    IExchangeListener listener,
    TimeProvider time,
    ILogger<ExchangeProcessor> logger)
{
    /// <summary>Over a long connection nothing can be asked anew: the other side must be asked about the same moment.</summary>
    private static readonly TimeSpan LatestQuestion = TimeSpan.FromSeconds(2);

    public async Task ProcessAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        comparer.Answered(exchange.Plan.Route, exchange.Plan.ServedBy);
        if (exchange.Plan.IsPinned)
        {
            await JudgeAsync(exchange);
            return;
        }

        if (exchange.OtherSide is not null && time.GetUtcNow() - exchange.At > LatestQuestion)
        {
            coverage.Uncompared(exchange.Plan, UncomparedReason.Dropped);
            return;
        }

        if (exchange.Plan is { TeachesShape: true, ServedBy: Side.Legacy })
            shape.Learn(exchange);

        var result = await mirror.SendAsync(exchange, cancellationToken);
        Note(exchange, result);
        var earlier = EarlierRequest.Of(exchange, result.Response);
        comparer.Asked(exchange.Plan.Route, earlier);
        trial.Asked(exchange.Plan.Route, earlier);
        if ((exchange.NotComparable ?? result.Failure) is { } reason)
        {
            coverage.Uncompared(exchange.Plan, reason);
        }
        else if (exchange.Plan.Compare)
        {
            Tell(exchange, result);
            await CompareAsync(exchange, result, cancellationToken);
        }
    }

    private async Task JudgeAsync(CapturedExchange exchange)
    {
        var plan = exchange.Plan;
        exchange = exchange with { Response = exchange.Response with { At = exchange.At } };
        trial.Judging(exchange);
        var judgement = shape.Judge(exchange, exchange.Response);
        if (judgement.Comparison is { } comparison)
        {
            await recorder.AddAsync(exchange, judgement.Pair, comparison, isRedacted: true);
            triage.Observe(exchange.PairOf(exchange.Response, exchange.Response), comparison, exchange.At);
        }

        coverage.Pinned(plan.Route, plan.ServedBy, judgement.Outcome, exchange.IsNotice ? null : exchange.Duration);
    }

    private async Task CompareAsync(CapturedExchange exchange, MirrorResult result, CancellationToken cancellationToken)
    {
        var (plan, isLegacyAnswer) = (exchange.Plan, exchange.Plan.ServedBy == Side.Legacy);
        var answer = exchange.Response with { At = exchange.At };
        var pair = isLegacyAnswer ? exchange.PairOf(answer, result.Response!) : exchange.PairOf(result.Response!, answer);
        var comparison = comparer.Compare(pair);
        if (comparison.NotComparable is { } obstacle)
        {
            coverage.Uncompared(plan, obstacle);
            return;
        }

        exchange = exchange with { LegacyBefore = before.Of(exchange, pair) };
        replay.Offer(exchange, pair, comparison);
        trial.Compared(exchange, pair);
        noise.Moments(plan.Route, comparison.Divergences, exchange.At);
        var left = noise.Filter(plan.Route, comparison);
        if (left != comparison)
            triage.Learned(pair, comparison.Divergences.Except(left.Divergences).Where(divergence => known.IsStable(divergence.Fingerprint) && noise.Explains(plan.Route, divergence.Fingerprint)));

        comparison = await sightings.CheckAsync(exchange, pair, left, cancellationToken);
        noise.Stood(comparison.Open.Where(divergence => divergence.Sighting == Sighting.Stable && !Severity.IsCritical(divergence)));
        await recorder.AddAsync(exchange, pair, comparison);
        triage.Observe(pair, comparison, exchange.At);
        if (!pair.IsOfLegacysOutage)
            listener.Compared(plan.Route, exchange.At - exchange.Duration, comparison.Open.FirstOrDefault(BreaksClients)?.At);
        var (legacyTime, modernTime) = isLegacyAnswer ? (exchange.Duration, result.Duration) : (result.Duration, exchange.Duration);
        coverage.Compared(plan.Route, comparison.Outcome!.Value, legacyTime, modernTime);
    }

    private void Tell(CapturedExchange exchange, MirrorResult result)
    {
        var ((legacy, legacyTime), (modern, modernTime)) = exchange.Plan.ServedBy == Side.Legacy
            ? ((exchange.Response, exchange.Duration), (result.Response!, result.Duration))
            : ((result.Response!, result.Duration), (exchange.Response, exchange.Duration));
        listener.Answered(new(
            exchange.Plan.Route, exchange.Plan.ServedBy, exchange.At - exchange.Duration, legacy.Status, modern.Status, legacyTime, modernTime, exchange.Size));
    }

    private bool BreaksClients(Divergence divergence) =>
        divergence.Sighting == Sighting.Stable && Severity.IsCritical(divergence) && triage.Stands(divergence.Fingerprint);

    private void Note(CapturedExchange exchange, MirrorResult result)
    {
        var plan = exchange.Plan;
        if (plan.Effect == SideEffect.Follow && StateDrift.MayChange(plan.Effect, exchange.Request.Method))
            NoteChange(plan, result);
        else if (result.Failure is { } reason)
            MirrorFailed(plan.Route, reason, result.Detail);
    }

    private void NoteChange(ShadowPlan plan, MirrorResult result)
    {
        if (result.Failure is { } reason)
        {
            drift.Missed();
            StateNotCarriedOver(plan.Route, reason, result.Detail);
        }
        else
        {
            drift.Followed();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The mirrored side of route {Route} gave no answer ({Reason}): {Detail}. The two sides may now differ in state")]
    private partial void StateNotCarriedOver(string route, UncomparedReason reason, string? detail);

    [LoggerMessage(LogLevel.Debug, "The mirrored side of route {Route} gave no answer ({Reason}): {Detail}")]
    private partial void MirrorFailed(string route, UncomparedReason reason, string? detail);
}
