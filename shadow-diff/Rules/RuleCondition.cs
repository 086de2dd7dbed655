using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>What must be true of the exchange as a whole before a rule looks at its differences. What is null or empty is not asked.</summary>
internal sealed record RuleCondition
{
    /// <summary>The request's method is one of these.</summary>
    public FrozenSet<string>? Methods { get; init; }

    /// <summary>The request's path, as it was sent.</summary>
    public Lazy<Regex>? Path { get; init; }

    /// <summary>Arguments of the query, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, TextCondition>> Arguments { get; init; } = [];

    /// <summary>The request has this header.</summary>
    public string? RequestHeader { get; init; }

    /// <summary>Values in the request's JSON, by place (RFC 6901).</summary>
    public IReadOnlyList<KeyValuePair<string, TextCondition>> RequestBody { get; init; } = [];

    /// <summary>The request has a <c>Range</c> that is not one range of bytes within modern's whole answer.</summary>
    public bool HasBadRange { get; init; }

    /// <summary>Modern's answer has this header.</summary>
    public string? ModernHeader { get; init; }

    /// <summary>Legacy's status is one of these.</summary>
    public FrozenSet<int>? LegacyStatuses { get; init; }

    /// <summary>Modern's status is one of these.</summary>
    public FrozenSet<int>? ModernStatuses { get; init; }

    /// <summary>Values in legacy's JSON, by place.</summary>
    public IReadOnlyList<KeyValuePair<string, TextCondition>> LegacyBody { get; init; } = [];

    /// <summary>Values in modern's JSON, by place.</summary>
    public IReadOnlyList<KeyValuePair<string, TextCondition>> ModernBody { get; init; } = [];

    /// <summary>Legacy's body as a whole.</summary>
    public Lazy<Regex>? LegacyText { get; init; }

    /// <summary>Modern's body as a whole.</summary>
    public Lazy<Regex>? ModernText { get; init; }

    /// <summary>Legacy's body is empty.</summary>
    public bool IsLegacyEmpty { get; init; }

    /// <summary>A local time in legacy's JSON, by place, lies at most so many seconds before its answer: what it tells of has only just happened.</summary>
    public (string At, double Seconds)? LegacyJust { get; init; }

    /// <summary>The client got this side's answer: it was the first to change, and the other followed.</summary>
    public Side? ServedBy { get; init; }

    /// <summary>A local time in both sides' JSON, by place, is later in modern's: it changed when legacy did not.</summary>
    public string? ModernLater { get; init; }

    /// <summary>The last request of that route asked for these values, by place in its JSON.</summary>
    public (string Route, IReadOnlyList<KeyValuePair<string, TextCondition>> Body)? After { get; init; }

    /// <summary>The side has answered a client's request of that route, since the start.</summary>
    public (string Route, Side By)? Answered { get; init; }

    public bool Holds(RuledExchange exchange)
    {
        var pair = exchange.Pair;
        return (ServedBy is null || pair.ServedBy == ServedBy)
            && (LegacyStatuses?.Contains(pair.Legacy.Status) ?? true)
            && (ModernStatuses?.Contains(pair.Modern.Status) ?? true)
            && (Methods?.Contains(pair.Method) ?? true)
            && (RequestHeader is null || pair.RequestHeaders.ContainsKey(RequestHeader))
            && (ModernHeader is null || pair.Modern.Headers.ContainsKey(ModernHeader))
            && (Path?.Value.IsMatch(exchange.Path) ?? true)
            && (!IsLegacyEmpty || pair.Legacy.Body.Length == 0)
            && (!HasBadRange || IsBadRange(pair))
            && (LegacyText?.Value.IsMatch(Encoding.UTF8.GetString(pair.Legacy.Body)) ?? true)
            && (ModernText?.Value.IsMatch(Encoding.UTF8.GetString(pair.Modern.Body)) ?? true)
            && Arguments.All(one => one.Value.Holds(exchange.Argument(one.Key)))
            && All(RequestBody, exchange.RequestBody)
            && (LegacyBody.Count == 0 || All(LegacyBody, exchange.Body(Side.Legacy)))
            && (ModernBody.Count == 0 || All(ModernBody, exchange.Body(Side.Modern)))
            && (ModernLater is null || IsModernLater(exchange, ModernLater))
            && (Answered is not var (answered, by) || exchange.Seen?.HasAnswered(answered, by) == true)
            && (LegacyJust is not var (at, seconds) || IsJust(exchange, at, seconds))
            && (After is not var (route, body) || (exchange.Seen?.LastRequest(route) is { } last && All(body, last)));
    }

    private static bool All(IReadOnlyList<KeyValuePair<string, TextCondition>> conditions, JsonElement? document) =>
        conditions.All(one => one.Key.Contains("/*", StringComparison.Ordinal)
            ? RuledExchange.AllAt(document, one.Key).Select(value => Text(value)).ToList() is { Count: > 0 } texts && texts.TrueForAll(one.Value.Holds)
            : one.Value.Holds(Text(RuledExchange.At(document, one.Key))));

    /// <summary>A text, or any other value as it is written; null for none.</summary>
    public static string? Text(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };

    private static bool IsJust(RuledExchange exchange, string at, double seconds) =>
        exchange.Pair.Legacy.At is { } moment
        && TimeAt(exchange, Side.Legacy, at) is { } time
        && (moment - time).TotalSeconds is var passed && passed <= seconds && passed >= -seconds;

    private static bool IsModernLater(RuledExchange exchange, string at) =>
        TimeAt(exchange, Side.Modern, at) is { } modern && TimeAt(exchange, Side.Legacy, at) is { } legacy && modern > legacy;

    private static DateTimeOffset? TimeAt(RuledExchange exchange, Side side, string at) =>
        Text(RuledExchange.At(exchange.Body(side), at)) is { } written ? new WrittenValue(ResponsePart.Header, written).LocalTime : null;

    private static bool IsBadRange(ResponsePair pair)
    {
        if (!pair.RequestHeaders.TryGetValue(HeaderNames.Range, out var written))
            return false;

        if (!RangeHeaderValue.TryParse(written.ToString(), out var range) || range.Unit != "bytes" || range.Ranges is not { Count: 1 } || range.Ranges.First() is not { } only)
            return true;

        var length = pair.Modern.Headers.TryGetValue(HeaderNames.ContentLength, out var told) && long.TryParse(told.ToString(), out var size) ? size : pair.Modern.Body.Length;
        return only is { From: null, To: 0 } || (pair.Modern.Status == 200 && only.From >= length);
    }
}

/// <summary>What a text must be.</summary>
/// <param name="Pattern">What it must match as a whole; null when it must not be there at all.</param>
/// <param name="IsNot">It must be there and not match.</param>
internal sealed record TextCondition(Lazy<Regex>? Pattern, bool IsNot)
{
    public bool Holds(string? text) => Pattern is null ? text is null : text is not null && Pattern.Value.IsMatch(text) != IsNot;
}
