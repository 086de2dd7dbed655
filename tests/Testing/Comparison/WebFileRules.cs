using System.Text.RegularExpressions;

namespace Strangler.Testing.Comparison;

/// <summary>The web files behind the recordings are not ours: everything but their content is compared (README of the recordings).</summary>
public static partial class WebFileRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("own-file", "The file is ours: its length and hash are not the recorded ones", (difference, exchange) =>
            IsFile(exchange) && difference.Part == "body" && exchange.Actual.Body.Length > 0 && exchange.Actual.Complete),
        new("own-file-length", "The file is ours: the length is that of the body", (difference, exchange) =>
            IsFile(exchange) && difference.Header == "Content-Length" && LengthFits(difference, exchange)),
        new("own-file-range", "The file is ours: the range ends where it ends", (difference, exchange) =>
            IsFile(exchange) && difference.Header == "Content-Range" && ContentRange().Match(difference.Actual ?? "") is { Success: true } range
            && long.Parse(range.Groups["last"].Value, null) - long.Parse(range.Groups["first"].Value, null) + 1 == exchange.Actual.Body.Length),
        new("own-file-tag", "The file is ours: ETag is made of time, length and path", (difference, exchange) =>
            IsFile(exchange) && difference.Header == "ETag" && ETag().IsMatch(difference.Actual ?? "")),
        new("own-file-time", "The file is ours: its time is another", (difference, exchange) =>
            IsFile(exchange) && difference.Header == "Last-Modified" && VolatileRules.Rfc1123().IsMatch(difference.Actual ?? "")),
    ];

    private static bool IsFile(Exchange exchange) => exchange.Recording.Response.Headers.Any(header => header[0] == "ETag");

    private static bool LengthFits(Difference difference, Exchange exchange) =>
        exchange.Request.Method == "HEAD" ? VolatileRules.Integer().IsMatch(difference.Actual ?? "") : difference.Actual == VolatileRules.Number(exchange.Actual.Body.Length);

    [GeneratedRegex(@"^bytes (?<first>\d+)-(?<last>\d+)/\d+$")]
    private static partial Regex ContentRange();

    [GeneratedRegex("""^"\d+\.\d+-\d+-\d+"$""")]
    private static partial Regex ETag();
}
