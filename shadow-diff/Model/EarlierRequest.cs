namespace Strangler.ShadowDiff.Model;

/// <summary>A request that rules look back to.</summary>
/// <param name="Body">What was asked.</param>
/// <param name="DoneFrom">When it came, where both sides are known to have done it; null where one refused it, or nobody knows.</param>
internal sealed record EarlierRequest(byte[] Body, DateTimeOffset? DoneFrom = null)
{
    /// <param name="exchange">The request and the one side's answer.</param>
    /// <param name="other">The other side's; null where it gave none.</param>
    public static EarlierRequest Of(CapturedExchange exchange, CapturedResponse? other) =>
        new(exchange.Request.Body, IsDone(exchange.Response) && other is not null && IsDone(other) ? exchange.At - exchange.Duration : null);

    private static bool IsDone(CapturedResponse answer) => answer is { Exception: null, Status: >= 200 and < 400 };
}
