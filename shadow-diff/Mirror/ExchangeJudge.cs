using Microsoft.Extensions.Logging;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Mirrors one exchange, compares the two answers and writes down what came of it: each exchange in exactly one count.</summary>
internal sealed partial class ExchangeJudge(
    ExchangeMirror mirror,
    ResponseComparison comparer,
    CoverageLedger coverage,
    DivergenceLedger divergences,
    TriageLedger triage,
    ILogger<ExchangeJudge> logger)
{
    public async Task JudgeAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        var result = await mirror.SendAsync(exchange, cancellationToken);
        if (result.Failure is { } failure)
        {
            ReportFailure(exchange.Plan, failure, result.Detail);
        }

        if ((exchange.NotComparable ?? result.Failure) is { } reason)
        {
            coverage.Uncompared(exchange.Plan, reason);
        }
        else if (exchange.Plan.Compare)
        {
            await CompareAsync(exchange, result);
        }
    }

    private async Task CompareAsync(CapturedExchange exchange, MirrorResult result)
    {
        var (plan, isLegacyAnswer) = (exchange.Plan, exchange.Plan.ServedBy == Side.Legacy);
        var (legacy, modern) = isLegacyAnswer ? (exchange.Response, result.Response!) : (result.Response!, exchange.Response);
        var pair = new ResponsePair(plan.Route, exchange.Request.Method, exchange.Request.Headers, legacy, modern);
        var comparison = comparer.Compare(pair);
        if (comparison.Outcome is not { } outcome)
        {
            coverage.Uncompared(plan, comparison.NotComparable!.Value);
            return;
        }

        divergences.Suppressed(plan.Route, comparison.Suppressed, exchange.At);
        await divergences.AddAsync(pair, comparison.Divergences, exchange.At, () => ExchangeRecorder.RecordAsync(exchange, pair));
        triage.Observe(pair, comparison, exchange.At);
        var (legacyTime, modernTime) = isLegacyAnswer ? (exchange.Duration, result.Duration) : (result.Duration, exchange.Duration);
        coverage.Compared(plan.Route, outcome, legacyTime, modernTime);
    }

    private void ReportFailure(ShadowPlan plan, UncomparedReason reason, string? detail)
    {
        if (plan.Effect == SideEffect.Follow)
        {
            StateNotCarriedOver(plan.Route, reason, detail);
        }
        else
        {
            MirrorFailed(plan.Route, reason, detail);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The mirrored side of route {Route} gave no answer ({Reason}): {Detail}. The two sides may now differ in state")]
    private partial void StateNotCarriedOver(string route, UncomparedReason reason, string? detail);

    [LoggerMessage(LogLevel.Debug, "The mirrored side of route {Route} gave no answer ({Reason}): {Detail}")]
    private partial void MirrorFailed(string route, UncomparedReason reason, string? detail);
}
