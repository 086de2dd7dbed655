using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;
using static Strangler.ShadowDiff.Faults.Alter;

namespace Strangler.ShadowDiff.Faults;

/// <summary>
/// What a port is likely to get wrong, and what differs between two servers without anybody minding. A value that each side has for itself (a count
/// since its start, a load) can be wrong within what its rule allows, and no comparison can tell: of such values only impossible ones are seeded.
/// </summary>
internal static partial class FaultCatalogue
{
    /// <summary>Faults that a report must name.</summary>
    public static IReadOnlyList<FaultForm> Faults { get; } = [.. Types(), .. Values(), .. Presence(), .. Statuses(), .. Orders(), .. Headers(), .. Bytes(), .. Encodings(), .. Drifts(), .. NowAndThen(), .. ForSome(), .. FaultsInReserve()];

    /// <summary>Variations that a report must not name.</summary>
    public static IReadOnlyList<FaultForm> Variations { get; } = [.. Harmless(), .. VariationsInReserve()];

    private static IEnumerable<FaultForm> Types() =>
    [
        new("a boolean as a text", FaultKind.Type, Agreed(value => value.IsBoolean ? $"\"{value.Raw}\"" : null)),
        new("a boolean as a number", FaultKind.Type, Agreed(value => value.IsBoolean ? (value.Raw == "true" ? "1" : "0") : null)),
        new("a number as a text", FaultKind.Type, Value(value => value.IsNumber ? $"\"{value.Raw}\"" : null)),
        new("null for a value", FaultKind.Type, Value(value => value is { Parent: not null, IsNull: false } ? "null" : null)),
        new("an empty text for null", FaultKind.Type, Value(value => value.IsNull ? "\"\"" : null)),
        new("an array for an object", FaultKind.Type, Value(value => value is { IsObject: true, Count: 0 } ? "[]" : null)),
        new("an object for an array", FaultKind.Type, Value(value => value is { IsArray: true } ? "{}" : null)),
        new("a value in an array", FaultKind.Type, Value(value => value is { Parent: not null, IsArray: false } ? $"[{value.Raw}]" : null)),
        new("a time as Unix seconds", FaultKind.Type, Value(value => value.IsText && Time().IsMatch(value.Text) ? "1795382148" : null)),
    ];

    private static IEnumerable<FaultForm> Values() =>
    [
        new("a boolean turned round", FaultKind.Value, Agreed(value => value.IsBoolean ? (value.Raw == "true" ? "false" : "true") : null)),
        new("a number off by one", FaultKind.Value, Agreed(value => Integer(value) is { } number ? $"{number + 1}" : null)),
        new("a number below zero", FaultKind.Value, Value(value => Integer(value) is >= 0 and var number ? $"{-1 - number}" : null)),
        new("an integer as a float", FaultKind.Value, Value(value => Integer(value) is { } number ? $"{number}.0" : null)),
        new("a text in another case", FaultKind.Value, Agreed(value => value.IsText && Swapped(value.Raw) is var text ? text : null)),
        new("a text with a blank at its end", FaultKind.Value, Agreed(value => value.IsText ? $"{value.Raw[..^1]} \"" : null)),
        new("an empty text", FaultKind.Value, Agreed(value => value.IsText ? "\"\"" : null)),
        new("a text without its last letter", FaultKind.Value, Agreed(value => value.IsText && value.Text.Length > 1 && char.IsAsciiLetterOrDigit(value.Text[^1]) ? $"{value.Raw[..^2]}\"" : null)),
        new("a float rounded", FaultKind.Value, Agreed(value => Number(value) is { } number && Rounded().IsMatch(value.Raw) ? number.ToString("F3", CultureInfo.InvariantCulture) : null)),
        new("a constant left in", FaultKind.Value, Agreed(value => value.IsText ? "\"TODO\"" : null)),
    ];

    private static IEnumerable<FaultForm> Presence() =>
    [
        new("a member forgotten", FaultKind.Missing, Member((_, _) => null)),
        new("a member with another name", FaultKind.Missing, Member((_, piece) => $"\"_{piece[1..]}")),
        new("a list without its last element", FaultKind.Missing, Pieces(value => value is { IsArray: true, Count: > 0 } ? [.. value.Pieces.SkipLast(1)] : null)),
        new("an empty list", FaultKind.Missing, Pieces(value => value is { IsArray: true, Count: > 0 } ? [] : null)),
        new("an empty body", FaultKind.Missing, Body(_ => [])),
        new("a member added", FaultKind.Extra, Pieces(value => value.IsObject ? [.. value.Pieces, "\"trace\":\"x\""] : null, value => value.Parent is null ? "body /trace" : $"{value.Place}/trace")),
        new("an element twice", FaultKind.Extra, Pieces(value => value is { IsArray: true, Count: > 0 } ? [.. value.Pieces, value.Pieces[^1]] : null)),
    ];

    private static IEnumerable<FaultForm> Statuses() =>
    [
        new("500 for a good answer", FaultKind.Status, Status(status => status < 300, 500)),
        new("201 for 200", FaultKind.Status, Status(status => status == 200, 201)),
        new("404 for 200", FaultKind.Status, Status(status => status == 200, 404)),
        new("200 for an error", FaultKind.Status, Status(status => status >= 400, 200)),
        new("400 for another error", FaultKind.Status, Status(status => status is > 400, 400)),
        new("200 for 304", FaultKind.Status, Status(status => status is 304 or 206, 200)),
        new("another reason", FaultKind.Status, Whole("reason", parts => parts.Answer with { Reason = "Done" })),
        new("a module that throws", FaultKind.Status, Whole("status", _ => CapturedResponse.Thrown(new InvalidOperationException()))) { Of = Side.Modern },
    ];

    private static IEnumerable<FaultForm> Orders() =>
    [
        new("members in another order", FaultKind.Order, Pieces(value => value is { IsObject: true, Count: > 1 } ? [.. value.Pieces.Reverse()] : null)),
        new("a list the other way round", FaultKind.Order, Pieces(value => value is { IsArray: true, Count: > 1 } ? [.. value.Pieces.Reverse()] : null)),
    ];

    private static IEnumerable<FaultForm> Headers() =>
    [
        new("another media type", FaultKind.Header, Header("Content-Type", value => value.StartsWith("text/plain", StringComparison.Ordinal) ? "application/octet-stream" : "text/plain")),
        new("a charset that the other side does not name", FaultKind.Header, Header("Content-Type", value => value.Contains("charset", StringComparison.Ordinal) ? value : $"{value}; charset=utf-8")),
        new("no media type", FaultKind.Header, Header("Content-Type", _ => null)),
        new("no leave to read the answer", FaultKind.Header, Header("Access-Control-Allow-Origin", _ => null)),
        new("leave for another origin", FaultKind.Header, Header("Access-Control-Allow-Origin", _ => "http://example.org")),
        new("leave for any origin", FaultKind.Header, Header("Access-Control-Allow-Origin", _ => "*")),
        new("credentials allowed", FaultKind.Header, NewHeader("Access-Control-Allow-Credentials", "true")),
        new("no Vary", FaultKind.Header, Header("Vary", _ => null)),
        new("one allowed method less", FaultKind.Header, Header("Allow", value => value.Split(',') is { Length: > 1 } methods ? string.Join(',', methods[1..]) : value)),
        new("one allowed method more", FaultKind.Header, Header("Allow", value => $"{value}, PATCH")),
        new("no tag", FaultKind.Header, Header("ETag", _ => null)),
        new("a weak tag", FaultKind.Header, Header("ETag", value => $"W/{value}")),
        new("one tag for all files", FaultKind.Header, Header("ETag", _ => "\"1.0-1-1\"")),
        new("another cache rule", FaultKind.Header, Header("Cache-Control", _ => "public, max-age=3600")),
        new("a time in another form", FaultKind.Header, Header("Last-Modified", _ => "2025-11-13T23:53:17Z")),
        new("a length ten times as long", FaultKind.Header, parts => parts.Answer.Body.Length == 0 ? Header("Content-Length", value => value == "0" ? value : $"{value}0")(parts) : []),
        new("a cookie", FaultKind.Header, NewHeader("Set-Cookie", ".AspNetCore.Session=x; path=/; httponly")),
        new("a custom header", FaultKind.Header, NewHeader("X-Debug", "on")),
        new("a download instead of a page", FaultKind.Header, Header("Content-Disposition", value => value.Replace("inline", "attachment", StringComparison.Ordinal))),
    ];

    private static IEnumerable<FaultForm> Bytes() =>
    [
        new("no line end", FaultKind.Bytes, Body(parts => parts.Values.Count > 0 && parts.Answer.Body[^1] == '\n' ? parts.Answer.Body[..^1] : null)),
        new("blanks after the colons", FaultKind.Bytes, Pieces(value => value is { IsObject: true, Count: > 0, Parent: null } ? [.. value.Pieces.Select(piece => Colon().Replace(piece, "$1: ", 1))] : null)),
        new("cut off", FaultKind.Bytes, Body(parts => parts.Answer.Body.Length > 8 ? parts.Answer.Body[..^6] : null)),
        new("one byte of a file", FaultKind.Bytes, Body(parts => parts.Values.Count == 0 ? Flipped(parts.Answer.Body) : null)),
        new("twice", FaultKind.Bytes, Body(parts => [.. parts.Answer.Body, .. parts.Answer.Body])),
    ];

    private static IEnumerable<FaultForm> Encodings() =>
    [
        new("a byte order mark", FaultKind.Encoding, Body(parts => parts.IsEncoded ? null : [0xEF, 0xBB, 0xBF, .. parts.Answer.Body])),
        new("a letter escaped", FaultKind.Encoding, Agreed(value => value.IsText && value.Raw.Length > 2 && char.IsAsciiLetter(value.Raw[1]) ? $"\"\\u{(int)value.Raw[1]:x4}{value.Raw[2..]}" : null)),
        new("compressed unasked", FaultKind.Encoding, Whole("header Content-Encoding", parts => parts.IsEncoded || parts.Answer.Body.Length == 0 ? null : Compressed(parts))),
        new("compressed, and never ended", FaultKind.Encoding, Whole("header Content-Encoding", parts => parts.IsEncoded || parts.Answer.Body.Length == 0 ? null : CutOff(Compressed(parts)))),
        new("escapes in capitals", FaultKind.Encoding, Agreed(value => value.IsText ? Escape().Replace(value.Raw, escape => $"\\u{escape.Value[2..].ToUpperInvariant()}") : null)),
        new("letters written out", FaultKind.Encoding, Agreed(value => value.IsText ? Escape().Replace(value.Raw, escape => $"{(char)Convert.ToInt32(escape.Value[2..], 16)}") : null)),
        new("angle brackets escaped", FaultKind.Encoding, Agreed(value => value.IsText ? value.Raw.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal) : null)),
        new("UTF-16", FaultKind.Encoding, Body(parts => parts.Values.Count > 0 ? [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(parts.Text)] : null)),
    ];

    private static IEnumerable<FaultForm> Drifts() =>
    [
        new("a percentage of 250", FaultKind.Drift, Value(value => Number(value) is not null && value.Raw.Contains('.', StringComparison.Ordinal) && value.Name?.Contains("percent", StringComparison.Ordinal) == true ? "250.0" : null)),
        new("milliseconds for seconds", FaultKind.Drift, Alter.Own(value => IsOfTime(value) && Number(value) is > 1 and var seconds ? (seconds * 1000).ToString("F1", CultureInfo.InvariantCulture) : null)),
        new("a time three hours off", FaultKind.Drift, Alter.Own(value => Moved(value, TimeSpan.FromHours(-3)))),
        new("a time of the day after", FaultKind.Drift, Alter.Own(value => Moved(value, TimeSpan.FromDays(1)))),
        new("a time with Z", FaultKind.Drift, Alter.Own(value => value.IsText && Time().IsMatch(value.Text) ? $"\"{value.Text}Z\"" : null)),
        new("a time with its offset", FaultKind.Drift, Alter.Own(value => value.IsText && Time().IsMatch(value.Text) ? $"\"{value.Text}+01:00\"" : null)),
        new("a time with seven digits", FaultKind.Drift, Alter.Own(value => value.IsText && Time().IsMatch(value.Text) && value.Text.Contains('.', StringComparison.Ordinal) ? $"\"{value.Text}0\"" : null)),
        new("month 13", FaultKind.Drift, Alter.Own(value => value.IsText && Time().IsMatch(value.Text) ? $"\"{value.Text[..5]}13{value.Text[7..]}\"" : null)),
        new("a text for a number of its own", FaultKind.Drift, Alter.Own(value => value.IsNumber ? "\"n/a\"" : null)),
        new("a number of its own below zero", FaultKind.Drift, Alter.Own(value => Number(value) is >= 0 and var number ? (-1 - number).ToString("0.0###", CultureInfo.InvariantCulture) : null)),
    ];

    private static IEnumerable<FaultForm> NowAndThen() =>
    [
        new("now and then 500", FaultKind.Intermittent, Status(status => status < 400, 500)) { Occurrence = Occurrence.Once(10), Of = Side.Modern },
        new("now and then another text", FaultKind.Intermittent, Agreed(value => value.IsText && value.Text.Length > 0 ? "\"\"" : null)) { Occurrence = Occurrence.Once(4), Of = Side.Modern },
        new("now and then a boolean turned round", FaultKind.Intermittent, Agreed(value => value.IsBoolean ? (value.Raw == "true" ? "false" : "true") : null)) { Occurrence = Occurrence.Once(3), Of = Side.Modern },
        new("now and then a member forgotten", FaultKind.Intermittent, Member((_, _) => null)) { Occurrence = Occurrence.Once(6), Of = Side.Modern },
        new("now and then no body", FaultKind.Intermittent, Body(_ => [])) { Occurrence = Occurrence.Once(8), Of = Side.Modern },
    ];

    private static IEnumerable<FaultForm> ForSome() =>
    [
        new("a constant for some", FaultKind.Client, Agreed(value => value.IsText ? "\"constant\"" : null)) { Occurrence = Occurrence.ForOneClient(3) },
        new("a number off by one for some", FaultKind.Client, Agreed(value => Integer(value) is { } number ? $"{number + 1}" : null)) { Occurrence = Occurrence.ForOneClient(3) },
        new("403 for some", FaultKind.Client, Status(status => status < 400, 403)) { Occurrence = Occurrence.ForOneClient(3) },
        new("a member forgotten for some", FaultKind.Client, Member((_, _) => null)) { Occurrence = Occurrence.ForOneClient(3) },
    ];

    private static IEnumerable<FaultForm> Harmless() =>
    [
        Variation("another date", parts => parts.WithHeader("Date", "Tue, 24 Nov 2026 00:00:00 GMT")),
        Variation("no date", parts => parts.WithHeader("Date", null)),
        Variation("another server", parts => parts.WithHeader("Server", "Kestrel")),
        Variation("a connection closed", parts => parts.WithHeader("Connection", "close")),
        Variation("a connection kept", parts => parts.WithHeader("Keep-Alive", "timeout=5")),
        Variation("who answered", parts => parts.WithHeader("X-Served-By", "modern")),
        Variation("the trace of a request", parts => parts.WithHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")),
        Variation("the number of a request", parts => parts.WithHeader("X-Request-Id", "17")),
        Variation("another protocol offered", parts => parts.WithHeader("Alt-Svc", "h2=\":443\"")),
        Variation("headers in another order", parts => parts.WithHeaders(parts.Answer.Headers.Reverse())),
        Variation("header names in capitals", parts => parts.WithHeaders(parts.Answer.Headers.Select(header => KeyValuePair.Create(header.Key.ToUpperInvariant(), header.Value)))),
        Respelt("a media type in capitals", "Content-Type", value => value.Split(';') is var words ? string.Join(';', [words[0].ToUpperInvariant(), .. words[1..]]) : value),
        Respelt("a charset in quotes and capitals", "Content-Type", value => value.Replace("charset=utf-8", "charset=\"UTF-8\"", StringComparison.Ordinal)),
        Respelt("no blank before the charset", "Content-Type", value => value.Replace("; ", ";", StringComparison.Ordinal)),
        Respelt("Vary twice", "Vary", value => $"{value}, {value}"),
        Respelt("Vary in small letters", "Vary", value => value.ToLowerInvariant()),
        Respelt("Vary the other way round", "Vary", Backwards),
        Respelt("allowed methods without blanks", "Allow", value => value.Replace(", ", ",", StringComparison.Ordinal)),
        Respelt("allowed methods of CORS the other way round", "Access-Control-Allow-Methods", Backwards),
        Respelt("ranges in capitals", "Accept-Ranges", value => value.ToUpperInvariant()),
        Respelt("a file name in quotes", "Content-Disposition", value => FileName().Replace(value, "filename=\"$1\"")),
        Variation("identity as the coding", parts => parts.IsEncoded ? null : parts.WithHeader("Content-Encoding", "identity")),
        Own("a time a blink later", value => Moved(value, TimeSpan.FromMilliseconds(300))),
        Own("another load", value => Number(value) is not null && value.Raw.Contains('.', StringComparison.Ordinal) && value.Name?.Contains("percent", StringComparison.Ordinal) == true ? "41.5" : null),
    ];

    private static FaultForm Variation(string name, Func<AnswerParts, CapturedResponse?> change) => new(name, null, Whole("", change));

    private static FaultForm Respelt(string name, string header, Func<string, string> change) => new(name, null, Header(header, change));

    private static FaultForm Own(string name, Func<JsonPart, string?> change) => new(name, null, Alter.Own(change));

    private static string Backwards(string list) => string.Join(", ", list.Split(',', StringSplitOptions.TrimEntries).Reverse());

    private static long? Integer(JsonPart value) => value.IsNumber && long.TryParse(value.Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Number(JsonPart value) => value.IsNumber && double.TryParse(value.Raw, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsOfTime(JsonPart value) => value.Name is { } name && TimeName().IsMatch(name);

    private static string Swapped(string raw)
    {
        var first = raw.AsSpan().IndexOfAnyInRange('a', 'z');
        return first < 0 || raw.Contains('\\', StringComparison.Ordinal) ? raw : $"{raw[..first]}{char.ToUpperInvariant(raw[first])}{raw[(first + 1)..]}";
    }

    /// <summary>The same time, in the same form, moved; null for what is none.</summary>
    private static string? Moved(JsonPart value, TimeSpan by)
    {
        if (!value.IsText || !Time().IsMatch(value.Text) || !DateTime.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;

        var form = value.Text.Contains('.', StringComparison.Ordinal) ? "yyyy-MM-dd'T'HH:mm:ss.ffffff" : "yyyy-MM-dd'T'HH:mm:ss";
        return $"\"{(time + by).ToString(form, CultureInfo.InvariantCulture)}\"";
    }

    private static byte[]? Flipped(byte[] body)
    {
        byte[] altered = [.. body];
        altered[altered.Length / 2] ^= 1;
        return altered;
    }

    private static CapturedResponse CutOff(CapturedResponse answer) => answer with { Body = answer.Body[..^4] };

    private static CapturedResponse Compressed(AnswerParts parts)
    {
        using var written = new MemoryStream();
        using (var stream = new GZipStream(written, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(parts.Answer.Body);

        var answer = parts.WithBody(written.ToArray());
        return answer with { Headers = new Dictionary<string, StringValues>(answer.Headers, StringComparer.OrdinalIgnoreCase) { ["Content-Encoding"] = "gzip" } };
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$")]
    private static partial Regex Time();

    [GeneratedRegex("time|seconds|uptime|elapsed|_age$")]
    private static partial Regex TimeName();

    [GeneratedRegex(@"\.\d{5,}$")]
    private static partial Regex Rounded();

    /// <summary>A letter beyond ASCII with a letter among its digits.</summary>
    [GeneratedRegex(@"\\u0[0-7][a-f][0-9a-f]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^(""[^""]*""):")]
    private static partial Regex Colon();

    [GeneratedRegex(@"filename=([^"";]+)$")]
    private static partial Regex FileName();
}
