using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Store;

/// <summary>Writes down what a comparison found. From here on nothing that is to be redacted exists any more.</summary>
internal sealed class ExchangeLedger(DivergenceLedger divergences, RulesInForce rules)
{
    public Task AddAsync(CapturedExchange exchange, ResponsePair pair, Comparison comparison)
    {
        var redactor = new Redactor(rules.Current.Redaction, pair.Route);
        divergences.Suppressed(pair.Route, comparison.Suppressed, exchange.At);
        return divergences.AddAsync(
            pair,
            [.. comparison.Divergences.Select(divergence => divergence with { Difference = redactor.Difference(divergence.Difference) })],
            exchange.At,
            () => ExchangeRecorder.RecordAsync(exchange, pair, redactor));
    }
}
