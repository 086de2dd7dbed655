namespace Strangler.Testing.Comparison;

/// <summary>What the modules make of a range that legacy cannot read.</summary>
public static class BadRangeRule
{
    /// <summary>Whole but for what the file's own headers are: a recorded answer without a file knows none.</summary>
    public static Rule Q15 { get; } = new("Q15", "Q15: a range that legacy answers with 404 or 500 is ignored: the whole file comes", (_, exchange) =>
        exchange.Request.Headers.Any(header => header.Key == "Range") && exchange.Recording.Response.Status is 404 or 500
        && exchange.Actual is { Status: 200, Complete: true } && exchange.Actual.Body.Length > 0 && exchange.Actual.Value("ETag") is not null);
}
