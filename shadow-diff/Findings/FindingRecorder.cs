using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Findings;

/// <summary>Registers what a comparison found, redacted: past this point there is no value that must not be kept.</summary>
internal sealed class FindingRecorder(DivergenceRegister divergences, RulesInForce rules)
{
    /// <param name="exchange">The exchange.</param>
    /// <param name="pair">Both answers.</param>
    /// <param name="comparison">How they differ.</param>
    /// <param name="isRedacted">Its values are out of what may be kept already.</param>
    public Task AddAsync(CapturedExchange exchange, ResponsePair pair, Comparison comparison, bool isRedacted = false)
    {
        var redactor = new Redactor(rules.Current.Redaction, pair.Route);
        divergences.Suppressed(pair.Route, comparison.Suppressed, exchange.At);
        return divergences.AddAsync(
            pair,
            comparison.Divergences,
            exchange.At,
            isRedacted ? redactor.PlaceOf : redactor.DifferenceOf(pair),
            () => ExchangeRecorder.RecordAsync(exchange, pair, redactor));
    }
}
