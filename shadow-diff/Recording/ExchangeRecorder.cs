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
        await RecordAsync(pair.Modern, redactor),
        exchange.TraceId);

    public static async Task<StoredResponse> RecordAsync(CapturedResponse response, Redactor redactor) => new(
        response.Status,
        redactor.Text(response.Reason),
        redactor.Headers(response.Headers),
        await new BodyRecorder(redactor).RecordAsync(response.Body, response.Headers),
        redactor.Text(response.Exception));

    /// <summary>A stored exchange, of another gateway or of an earlier version, as it may be kept here.</summary>
    public static StoredExchange Record(StoredExchange exchange, Redactor redactor) => exchange with
    {
        Request = exchange.Request with
        {
            Target = redactor.Target(exchange.Request.Target, []),
            Headers = redactor.Headers(exchange.Request.Headers),
            Body = new BodyRecorder(redactor).Record(exchange.Request.Body, exchange.Request.Headers),
        },
        Legacy = Record(exchange.Legacy, redactor),
        Modern = Record(exchange.Modern, redactor),
    };

    private static StoredResponse Record(StoredResponse response, Redactor redactor) => response with
    {
        Reason = redactor.Text(response.Reason),
        Headers = redactor.Headers(response.Headers),
        Body = new BodyRecorder(redactor).Record(response.Body, response.Headers),
        Exception = redactor.Text(response.Exception),
    };

    private static async Task<StoredRequest> RecordAsync(CapturedRequest request, Redactor redactor) => new(
        request.Method,
        redactor.Target(request.RawTarget, request.RouteValues.Values.OfType<string>()),
        redactor.Headers(request.Headers),
        await new BodyRecorder(redactor).RecordAsync(request.Body, request.Headers));
}
