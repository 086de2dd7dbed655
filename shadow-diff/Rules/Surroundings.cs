using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>
/// What must be true in modern's answer around the place of a difference: of the object that differs, or else of the one that has the value as a member.
/// Names are those of its members; <c>data/message</c> is one of a member's.
/// </summary>
internal sealed record Surroundings
{
    /// <summary>What these members say.</summary>
    public IReadOnlyList<KeyValuePair<string, TextCondition>> Members { get; init; } = [];

    /// <summary>What its numbers have to do with each other.</summary>
    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>In which order the elements of the list stand that differs in one; null for any.</summary>
    public StepOrder? Steps { get; init; }

    /// <summary>The member by which the elements of the list rise that differs in one; null for any order.</summary>
    public string? Rising { get; init; }

    public bool Hold(Difference difference, RuledExchange exchange)
    {
        var body = exchange.Body(Side.Modern);
        var place = difference.At.Path;
        var around = place.Length == 0 ? "" : place[..place.LastIndexOf('/')];
        var it = RuledExchange.At(body, place) is { ValueKind: JsonValueKind.Object } itself ? itself : RuledExchange.At(body, around);
        return Members.All(one => one.Value.Holds(RuleCondition.Text(Member(it, one.Key))))
            && Relations.All(relation => relation.Holds(name => Member(it, name)))
            && (Steps?.Holds(RuledExchange.At(body, around)) ?? true)
            && (Rising is null || Rise(RuledExchange.At(body, around), Rising));
    }

    /// <summary>Numbers by their size, texts by their letters; no two are the same.</summary>
    private static bool Rise(JsonElement? list, string by)
    {
        if (list is not { ValueKind: JsonValueKind.Array })
            return false;

        var keys = list.Value.EnumerateArray().Select(element => Member(element, by)).ToList();
        return keys.Zip(keys.Skip(1)).All(pair => pair is ({ ValueKind: JsonValueKind.Number } first, { ValueKind: JsonValueKind.Number } second)
            ? first.GetDouble() < second.GetDouble()
            : RuleCondition.Text(pair.First) is { } one && RuleCondition.Text(pair.Second) is { } next && string.CompareOrdinal(one, next) < 0);
    }

    public static JsonElement? Member(JsonElement? holder, string name) => RuledExchange.At(holder, $"/{name}");
}

/// <summary>In which order the elements of a list stand: each is of one of some kinds, no kind comes after a later one, and no element is there twice.</summary>
/// <param name="By">The member by which the kinds are known.</param>
/// <param name="Kinds">What it says, in their order.</param>
internal sealed record StepOrder(string By, IReadOnlyList<Lazy<Regex>> Kinds)
{
    public bool Holds(JsonElement? list)
    {
        if (list is not { ValueKind: JsonValueKind.Array })
            return false;

        var said = list.Value.EnumerateArray().Select(element => RuleCondition.Text(Surroundings.Member(element, By)) ?? "").ToList();
        var kinds = said.ConvertAll(text => Kinds.Index().Where(kind => kind.Item.Value.IsMatch(text)).Select(kind => kind.Index).FirstOrDefault(-1));
        return kinds is [>= 0, ..] && kinds.Zip(kinds.Skip(1)).All(pair => pair.First <= pair.Second) && said.Distinct(StringComparer.Ordinal).Count() == said.Count;
    }
}
