using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Store;

/// <summary>Makes the stored form of an exchange.</summary>
internal static class ExchangeRecorder
{
    public static async Task<StoredExchange> RecordAsync(CapturedExchange exchange, ResponsePair pair) => new(
        exchange.At,
        KebabName<Side>.Of(exchange.Plan.ServedBy),
        new(
            exchange.Request.Method,
            exchange.Request.RawTarget,
            Redaction.Headers(exchange.Request.Headers),
            await BodyRecorder.RecordAsync(exchange.Request.Body, exchange.Request.Headers)),
        await RecordAsync(pair.Legacy),
        await RecordAsync(pair.Modern));

    public static async Task<StoredResponse> RecordAsync(CapturedResponse response) => new(
        response.Status,
        response.Reason,
        Redaction.Headers(response.Headers),
        await BodyRecorder.RecordAsync(response.Body, response.Headers),
        response.Exception);
}
