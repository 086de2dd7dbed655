using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Recording;

/// <summary>Makes the stored form of an exchange.</summary>
internal static class ExchangeRecorder
{
    public static async Task<StoredExchange> RecordAsync(CapturedExchange exchange, ResponsePair pair, Redactor redactor) => new(
        exchange.At,
        KebabName<Side>.Of(exchange.Plan.ServedBy),
        await RecordAsync(exchange.Request, redactor),
        await RecordAsync(pair.Legacy, redactor),
        await RecordAsync(pair.Modern, redactor));

    public static async Task<StoredResponse> RecordAsync(CapturedResponse response, Redactor redactor) => new(
        response.Status,
        response.Reason,
        redactor.Headers(response.Headers),
        await new BodyRecorder(redactor).RecordAsync(response.Body, response.Headers),
        redactor.Text(response.Exception));

    private static async Task<StoredRequest> RecordAsync(CapturedRequest request, Redactor redactor) => new(
        request.Method,
        redactor.Target(request.RawTarget, request.RouteValues.Values.OfType<string>()),
        redactor.Headers(request.Headers),
        await new BodyRecorder(redactor).RecordAsync(request.Body, request.Headers));
}
