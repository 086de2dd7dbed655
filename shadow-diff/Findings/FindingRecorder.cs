using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Findings;

/// <summary>Registers what a comparison found, redacted: past this point there is no value that must not be kept.</summary>
internal sealed class FindingRecorder(DivergenceRegister divergences, RulesInForce rules)
{
    public Task AddAsync(CapturedExchange exchange, ResponsePair pair, Comparison comparison)
    {
        var redactor = new Redactor(rules.Current.Redaction, pair.Route);
        divergences.Suppressed(pair.Route, comparison.Suppressed, exchange.At);
        return divergences.AddAsync(
            pair,
            comparison.Divergences,
            exchange.At,
            redactor.DifferenceOf(pair),
            () => ExchangeRecorder.RecordAsync(exchange, pair, redactor));
    }
}
