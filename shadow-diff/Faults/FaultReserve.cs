using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Strangler.ShadowDiff.Model;
using static Strangler.ShadowDiff.Faults.Alter;

namespace Strangler.ShadowDiff.Faults;

/// <summary>
/// The part of the catalogue that was written last, when comparison, rules and trial were done: it says how well they do on what they were not made
/// for. Nothing may be changed for its sake; what it shows to be missing becomes a fault of the other part, with a name of its own.
/// </summary>
internal static partial class FaultCatalogue
{
    private static IEnumerable<FaultForm> FaultsInReserve() =>
    [
        new("the document in an envelope", FaultKind.Type, Value(value => value is { Parent: null, IsObject: true } ? $"{{\"data\":{value.Raw}}}" : null)),
        new("the document as a text", FaultKind.Type, Value(value => value is { Parent: null, IsObject: true } ? $"\"{value.Raw.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : null)),
        new("a text in an object", FaultKind.Type, Value(value => value.IsText ? $"{{\"value\":{value.Raw}}}" : null)),
        new("yes and no", FaultKind.Type, Agreed(value => value.IsBoolean ? (value.Raw == "true" ? "\"yes\"" : "\"no\"") : null)),
        new("a number negated", FaultKind.Value, Agreed(value => Integer(value) is > 0 and var number ? $"-{number}" : null)),
        new("a number a thousand times as large", FaultKind.Value, Agreed(value => Integer(value) is > 0 and var number ? $"{number}000" : null)),
        new("two texts swapped", FaultKind.Value, Pieces(TextsSwapped)),
        new("a text in capitals", FaultKind.Value, Agreed(value => value.IsText && !value.Raw.Contains('\\', StringComparison.Ordinal) ? value.Raw.ToUpperInvariant() : null)),
        new("a text with another dash", FaultKind.Value, Agreed(value => value.IsText ? value.Raw.Replace('-', '–') : null)),
        new("a text with two blanks", FaultKind.Value, Agreed(value => value.IsText ? value.Raw.Replace(" ", "  ", StringComparison.Ordinal) : null)),
        new("a text with a line end", FaultKind.Value, Agreed(value => value.IsText ? $"{value.Raw[..^1]}\\n\"" : null)),
        new("an outdated text", FaultKind.Value, Agreed(value => value.IsText ? "\"unknown\"" : null)),
        new("every null left out", FaultKind.Missing, Pieces(value => value.IsObject ? [.. value.Pieces.Where(piece => !piece.EndsWith(":null", StringComparison.Ordinal))] : null)),
        new("a list without its first element", FaultKind.Missing, Pieces(value => value is { IsArray: true, Count: > 0 } ? [.. value.Pieces.Skip(1)] : null)),
        new("half of a list", FaultKind.Missing, Pieces(value => value is { IsArray: true, Count: > 1 } ? [.. value.Pieces.Take(value.Count / 2)] : null)),
        new("an empty object", FaultKind.Missing, Pieces(value => value is { IsObject: true, Count: > 0 } ? [] : null)),
        new("null too much", FaultKind.Extra, Pieces(value => value.IsObject ? [.. value.Pieces, "\"detail\":null"] : null)),
        new("null at the end of a list", FaultKind.Extra, Pieces(value => value.IsArray ? [.. value.Pieces, "null"] : null)),
        new("a member twice", FaultKind.Extra, Pieces(value => value is { IsObject: true, Count: > 0 } ? [.. value.Pieces, value.Pieces[0]] : null)),
        new("204 for 200", FaultKind.Status, Status(status => status == 200, 204)),
        new("503 for 404", FaultKind.Status, Status(status => status == 404, 503)),
        new("302 for a good answer", FaultKind.Status, Status(status => status < 300, 302)),
        new("422 for 400", FaultKind.Status, Status(status => status == 400, 422)),
        new("the reason of another server", FaultKind.Status, Whole("reason", parts =>
            ReasonPhrases.GetReasonPhrase(parts.Answer.Status) is var usual && usual != parts.Answer.Reason ? parts.Answer with { Reason = usual } : null)),
        new("the first two elements swapped", FaultKind.Order, Pieces(value => value is { IsArray: true, Count: > 1 } ? [value.Pieces[1], value.Pieces[0], .. value.Pieces.Skip(2)] : null)),
        new("the last member first", FaultKind.Order, Pieces(value => value is { IsObject: true, Count: > 1 } ? [value.Pieces[^1], .. value.Pieces.SkipLast(1)] : null)),
        new("no length", FaultKind.Header, Header("Content-Length", _ => null)),
        new("no cache rule", FaultKind.Header, Header("Cache-Control", _ => null)),
        new("another language", FaultKind.Header, NewHeader("Content-Language", "de")),
        new("framing forbidden", FaultKind.Header, NewHeader("X-Frame-Options", "DENY")),
        new("a tag without quotes", FaultKind.Header, Header("ETag", value => value.Trim('"'))),
        new("a place to go to", FaultKind.Header, NewHeader("Location", "/")),
        new("ranges refused", FaultKind.Header, Header("Accept-Ranges", _ => "none")),
        new("no time of the file", FaultKind.Header, Header("Last-Modified", _ => null)),
        new("null as the origin", FaultKind.Header, Header("Access-Control-Allow-Origin", _ => "null")),
        new("a problem instead of JSON", FaultKind.Header, Header("Content-Type", value => value == "application/json" ? "application/problem+json" : value)),
        new("the other system's line ends", FaultKind.Bytes, Body(parts => parts.IsEncoded || !parts.Text.Contains('\n', StringComparison.Ordinal) || parts.Text.Contains('\r', StringComparison.Ordinal) || parts.Text.Contains('\uFFFD', StringComparison.Ordinal)
            ? null : Encoding.UTF8.GetBytes(parts.Text.Replace("\n", "\r\n", StringComparison.Ordinal)))),
        new("a blank at the end", FaultKind.Bytes, Body(parts => [.. parts.Answer.Body, (byte)' '])),
        new("a NUL at the end", FaultKind.Bytes, Body(parts => [.. parts.Answer.Body, 0])),
        new("without the first byte", FaultKind.Bytes, Body(parts => parts.Answer.Body[1..])),
        new("slashes escaped", FaultKind.Encoding, Agreed(value => value.IsText ? value.Raw.Replace("/", "\\/", StringComparison.Ordinal) : null)),
        new("called compressed", FaultKind.Encoding, Whole("header Content-Encoding", parts => parts.IsEncoded || parts.Answer.Body.Length == 0 ? null : parts.WithHeader("Content-Encoding", "gzip"))),
        new("a time with a blank", FaultKind.Drift, Alter.Own(value => value.IsText && Time().IsMatch(value.Text) ? $"\"{value.Text.Replace('T', ' ')}\"" : null)),
        new("the beginning of time", FaultKind.Drift, Alter.Own(value => value.IsText && Time().IsMatch(value.Text) ? "\"1970-01-01T00:00:00.000000\"" : null)),
        new("a time an hour off", FaultKind.Drift, Alter.Own(value => Moved(value, TimeSpan.FromHours(1)))),
        new("a float of its own as an integer", FaultKind.Drift, Alter.Own(value => Number(value) is { } number && value.Raw.Contains('.', StringComparison.Ordinal) ? ((long)number).ToString(CultureInfo.InvariantCulture) : null)),
        new("a number of its own beyond all bounds", FaultKind.Drift, Alter.Own(value => value.IsNumber ? "1e+300" : null)),
        new("now and then 404", FaultKind.Intermittent, Status(status => status < 400, 404)) { Occurrence = Occurrence.Once(7), Of = Side.Modern },
        new("now and then null", FaultKind.Intermittent, Agreed(value => value.IsText ? "null" : null)) { Occurrence = Occurrence.Once(5), Of = Side.Modern },
        new("now and then cut off", FaultKind.Intermittent, Body(parts => parts.Answer.Body.Length > 4 ? parts.Answer.Body[..^3] : null)) { Occurrence = Occurrence.Once(9), Of = Side.Modern },
        new("now and then no leave to read the answer", FaultKind.Intermittent, Header("Access-Control-Allow-Origin", _ => null)) { Occurrence = Occurrence.Once(6), Of = Side.Modern },
        new("now and then another number", FaultKind.Intermittent, Agreed(value => Integer(value) is { } number ? $"{number + 7}" : null)) { Occurrence = Occurrence.Once(4), Of = Side.Modern },
        new("500 for some", FaultKind.Client, Status(status => status < 400, 500)) { Occurrence = Occurrence.ForOneClient(4) },
        new("null for some", FaultKind.Client, Agreed(value => value.IsText ? "null" : null)) { Occurrence = Occurrence.ForOneClient(3) },
        new("another order for some", FaultKind.Client, Pieces(value => value is { IsObject: true, Count: > 1 } ? [.. value.Pieces.Reverse()] : null)) { Occurrence = Occurrence.ForOneClient(2) },
        new("no body for some", FaultKind.Client, Body(_ => [])) { Occurrence = Occurrence.ForOneClient(3) },
    ];

    private static IEnumerable<FaultForm> VariationsInReserve() =>
    [
        Variation("a proxy on the way", parts => parts.WithHeader("Via", "1.1 proxy")),
        Variation("what the server runs on", parts => parts.WithHeader("X-Powered-By", "ASP.NET")),
        Variation("how long it took", parts => parts.WithHeader("Server-Timing", "app;dur=3")),
        Variation("the number of a conversation", parts => parts.WithHeader("X-Correlation-Id", "4711")),
        Variation("the state of a trace", parts => parts.WithHeader("tracestate", "a=1")),
        Variation("header names in small letters", parts => parts.WithHeaders(parts.Answer.Headers.Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value)))),
        Respelt("two blanks before the charset", "Content-Type", value => value.Replace("; ", ";  ", StringComparison.Ordinal)),
        Respelt("Vary in capitals", "Vary", value => value.ToUpperInvariant()),
        Respelt("a cache rule the other way round", "Cache-Control", Backwards),
        Respelt("a cache rule without blanks", "Cache-Control", value => value.Replace(", ", ",", StringComparison.Ordinal)),
        Respelt("allowed methods of CORS without blanks", "Access-Control-Allow-Methods", value => value.Replace(", ", ",", StringComparison.Ordinal)),
        Respelt("allowed headers in small letters", "Access-Control-Allow-Headers", value => value.ToLowerInvariant()),
        Own("a time a blink earlier", value => Moved(value, TimeSpan.FromMilliseconds(-200))),
        Own("another load than that", value => Number(value) is not null && value.Raw.Contains('.', StringComparison.Ordinal) && value.Name?.Contains("percent", StringComparison.Ordinal) == true ? "63.2" : null),
    ];

    private static List<string>? TextsSwapped(JsonPart value)
    {
        string[] texts = value.IsObject ? [.. value.Pieces.Where(piece => piece.EndsWith('"') && piece.Contains("\":\"", StringComparison.Ordinal))] : [];
        if (texts.Length < 2)
            return null;

        var (first, second) = (texts[0].Split("\":\"", 2), texts[1].Split("\":\"", 2));
        return [.. value.Pieces.Select(piece => piece == texts[0] ? $"{first[0]}\":\"{second[1]}" : piece == texts[1] ? $"{second[0]}\":\"{first[1]}" : piece)];
    }
}
