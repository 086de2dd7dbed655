using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Faults;

/// <summary>The ways in which forms of faults alter an answer.</summary>
internal static class Alter
{
    /// <summary>A value is written otherwise; null where it cannot be.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> Value(Func<JsonPart, string?> change) => parts =>
        from value in parts.Values
        let text = change(value)
        where text is not null && text != value.Raw
        select new Alteration(value.Place, () => parts.With(value.Start, value.End, text));

    /// <summary>The same, where both sides say the same.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> Agreed(Func<JsonPart, string?> change) => Where((parts, value) => parts.OtherAt(value) == value.Raw, change);

    /// <summary>The same, where each side has a value of its own.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> Own(Func<JsonPart, string?> change) => Where((parts, value) => parts.OtherAt(value) is { } other && other != value.Raw, change);

    /// <summary>The members or elements of an object or array, as they are written, are others; the difference is at <paramref name="place"/>.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> Pieces(Func<JsonPart, IReadOnlyList<string>?> change, Func<JsonPart, string>? place = null) => parts =>
        from value in parts.Values
        let pieces = change(value)
        where pieces is not null && !pieces.SequenceEqual(value.Pieces)
        select new Alteration(place?.Invoke(value) ?? value.Place, () => parts.With(value.Start, value.End, value.With(pieces)));

    /// <summary>One member of an object, which the other side has too, is not there, or otherwise.</summary>
    /// <param name="change">The member as it is written, name included; null to leave it out, itself where it stays.</param>
    public static Func<AnswerParts, IEnumerable<Alteration>> Member(Func<JsonPart, string, string?> change) => parts =>
        from value in parts.Values
        where value.Name is not null
        let parent = value.Parent!
        let piece = parent.Pieces[value.Index]
        let changed = change(value, piece)
        where changed != piece && parts.OtherAt(value) is not null
        select new Alteration(value.Place, () => parts.With(
            parent.Start,
            parent.End,
            parent.With(parent.Pieces.Index().Select(one => one.Index == value.Index ? changed : one.Item).OfType<string>())));

    /// <summary>A header is otherwise.</summary>
    /// <param name="name">The header.</param>
    /// <param name="change">Its value; null takes it away, itself leaves it.</param>
    public static Func<AnswerParts, IEnumerable<Alteration>> Header(string name, Func<string, string?> change) => parts =>
        parts.Header(name) is { } value && change(value) is var changed && changed != value
            ? [new Alteration(Location.Header(Compare.NoticeableHeaders.Spell(name)).ToPattern(), () => parts.WithHeader(name, changed))]
            : [];

    /// <summary>A header is there that was not.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> NewHeader(string name, string value) => parts =>
        parts.Header(name) is null ? [new Alteration(Location.Header(Compare.NoticeableHeaders.Spell(name)).ToPattern(), () => parts.WithHeader(name, value))] : [];

    /// <summary>Another status; the body stays.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> Status(Predicate<int> from, int to) => parts =>
        from(parts.Answer.Status) && parts.Answer.Status != to
            ? [new Alteration(Location.Status.ToPattern(), () => parts.Answer with { Status = to, Reason = ReasonPhrases.GetReasonPhrase(to).ToUpper(CultureInfo.InvariantCulture) })]
            : [];

    /// <summary>The body is otherwise as a whole; null where it cannot be.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> Body(Func<AnswerParts, byte[]?> change) => Whole(Location.Body.ToPattern(), parts =>
        parts.Answer.Body.Length > 0 && change(parts) is { } body ? parts.WithBody(body) : null);

    /// <summary>The answer is otherwise as a whole; null where it cannot be.</summary>
    public static Func<AnswerParts, IEnumerable<Alteration>> Whole(string place, Func<AnswerParts, CapturedResponse?> change) => parts =>
        change(parts) is { } altered ? [new Alteration(place, () => altered)] : [];

    private static Func<AnswerParts, IEnumerable<Alteration>> Where(Func<AnswerParts, JsonPart, bool> holds, Func<JsonPart, string?> change) => parts =>
        from value in parts.Values
        let text = change(value)
        where text is not null && text != value.Raw && holds(parts, value)
        select new Alteration(value.Place, () => parts.With(value.Start, value.End, text));
}
