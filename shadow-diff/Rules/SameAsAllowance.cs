using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets values pass that follow, each on its side, from the rest of the answer.</summary>
/// <param name="As">What from.</param>
/// <param name="Of">The place in the body, with <see cref="SameAs.Count"/>.</param>
internal sealed record SameAsAllowance(SameAs As, string? Of) : IAllowance
{
    public bool Covers(Difference difference, RuledExchange exchange) => As == SameAs.Asked ? IsAsked(difference, exchange) : ValuePair.Of(difference) is var (legacy, modern) && (As == SameAs.File
        ? FilesOf(exchange) is var (left, right) && left.Size == right.Size && (exchange.Seen?.BelongTogether(left.Place, right.Place) ?? true)
        : IsCount(legacy, exchange.Body(Side.Legacy)) && IsCount(modern, exchange.Body(Side.Modern)));

    /// <summary>Legacy alone has it: the whole of it, as a difference may show an excerpt.</summary>
    private static bool IsAsked(Difference difference, RuledExchange exchange) =>
        difference is { Kind: DivergenceKind.Missing or DivergenceKind.NullOrMissing, Legacy: not null, Modern: null, At: { Part: ResponsePart.Body, Path: var path } }
        && (RuledExchange.At(exchange.Body(Side.Legacy), path) is not { } told
            || (exchange.Seen?.MayHaveBeenAsked(exchange.Pair.Route, JsonPath.Unescape(path[(path.LastIndexOf('/') + 1)..]), told) ?? true));

    private bool IsCount(WrittenValue value, JsonElement? body) => value.Number is { } number && RuledExchange.At(body, Of!) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == number,
        { ValueKind: JsonValueKind.Object } members => members.GetPropertyCount() == number,
        _ => false,
    };

    private static (FileTag Legacy, FileTag Modern)? FilesOf(RuledExchange exchange) =>
        FileTag.Of(exchange.Pair.Legacy) is { } legacy && FileTag.Of(exchange.Pair.Modern) is { } modern ? (legacy, modern) : null;
}

/// <summary>What a value follows from.</summary>
internal enum SameAs
{
    /// <summary>The file served: an <c>ETag</c> or <c>Last-Modified</c> (contract 3.5).</summary>
    File,

    /// <summary>The number of elements or members at another place of the body.</summary>
    Count,

    /// <summary>What requests of the route have asked for under that name: a member that legacy alone has.</summary>
    Asked,
}

/// <summary>What Werkzeug's tag says of a file: <c>"1763077997.0-18230-695145499"</c>, its time, its size and a sum over its place (contract 3.5).</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Place">The sum.</param>
internal sealed partial record FileTag(long Size, string Place)
{
    /// <summary>Null when there is none, it has another form, or the rest of the answer says otherwise.</summary>
    public static FileTag? Of(CapturedResponse answer) =>
        Form().Match(answer.Headers.TryGetValue("ETag", out var tag) ? tag.ToString() : "") is { Success: true } found
        && long.TryParse(found.Groups["size"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && (SizeOf(answer) ?? size) == size && IsOfTime(answer, found.Groups["time"].Value)
            ? new(size, found.Groups["place"].Value)
            : null;

    /// <summary>Null where the answer does not tell, as with 304.</summary>
    private static long? SizeOf(CapturedResponse answer) =>
        answer.Status == 206 ? Last(answer, "Content-Range", '/') : answer.Status == 200 ? Last(answer, "Content-Length", ' ') ?? (answer.Body.Length > 0 ? answer.Body.Length : null) : null;

    private static long? Last(CapturedResponse answer, string header, char separator) =>
        answer.Headers.TryGetValue(header, out var values) && long.TryParse(values.ToString().Split(separator)[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static bool IsOfTime(CapturedResponse answer, string written) =>
        double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && (!answer.Headers.TryGetValue("Last-Modified", out var modified)
            || (DateTimeOffset.TryParseExact(modified.ToString(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                && Math.Abs(time.ToUnixTimeSeconds() - Math.Floor(seconds)) <= 1));

    [GeneratedRegex("""^"(?<time>\d{9,}\.\d+|\d\.\d+e\+\d\d)-(?<size>\d+)-(?<place>\d+)"$""", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
