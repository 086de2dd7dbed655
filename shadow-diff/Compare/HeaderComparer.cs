using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Compares headers as what they mean; equal ones are told apart from others without taking them apart.</summary>
internal sealed class HeaderComparer(ResponsePair pair, NoticeableHeaders headers, DifferenceList found)
{
    private const string ContentLength = "Content-Length";

    public void Compare()
    {
        if (!AreSame())
            Compare(headers.Contains);
    }

    /// <summary>Those alone that say who may read the answer.</summary>
    public void CompareAccess() => Compare(NoticeableHeaders.IsAccess);

    /// <summary>Those that do not follow from another status, where that is meant: what is answered instead comes from the same server. Of two documents it counts too what they are said to be.</summary>
    public void CompareInstead()
    {
        var areDocuments = JsonTree.TryParse(pair.Legacy.Body) is not null && JsonTree.TryParse(pair.Modern.Body) is not null;
        Compare(name => headers.Contains(name) && (!NoticeableHeaders.FollowsFromStatus(name) || (areDocuments && NoticeableHeaders.SaysWhatABodyIs(name))));
    }

    private bool AreSame()
    {
        var (legacy, modern) = (0, 0);
        foreach (var (name, values) in pair.Legacy.Headers)
        {
            if (values.Count == 0 || !headers.Contains(name))
                continue;

            legacy++;
            if (!pair.Modern.Headers.TryGetValue(name, out var others) || !(StringValues.Equals(values, others) || (IsLength(name) && others.Count > 0 && AreOwnLengths())))
                return false;
        }

        foreach (var (name, values) in pair.Modern.Headers)
            modern += values.Count > 0 && headers.Contains(name) ? 1 : 0;

        return legacy == modern;
    }

    private void Compare(Predicate<string> isCompared)
    {
        var names = pair.Legacy.Headers.Keys.Concat(pair.Modern.Headers.Keys).Where(name => isCompared(name)).Select(NoticeableHeaders.Spell)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
            CompareValues(name, Values(pair.Legacy, name), Values(pair.Modern, name));
    }

    private void CompareValues(string name, StringValues legacy, StringValues modern)
    {
        var (left, right) = (HeaderForm.Of(name, legacy), HeaderForm.Of(name, modern));
        if ((left.Count == 0) != (right.Count == 0))
            found.Add(Location.Header(name), left.Count > 0 ? DivergenceKind.Missing : DivergenceKind.Extra, Text(name, legacy), Text(name, modern));
        else if (!left.SequenceEqual(right, StringComparer.Ordinal) && !(IsLength(name) && AreOwnLengths()))
            found.Add(Location.Header(name), IsOrder(name, left, right) ? DivergenceKind.Order : DivergenceKind.Value, Text(name, legacy), Text(name, modern));
    }

    private static bool IsOrder(string name, IReadOnlyList<string> left, IReadOnlyList<string> right) => NoticeableHeaders.IsList(name)
        && left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static bool IsLength(string name) => name.Equals(ContentLength, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// With a body, its comparison has said all that the length could, as long as each is that of its own; without one (HEAD, 304) the length is all
    /// there is. Of a body that was not kept nothing is known.
    /// </summary>
    private bool AreOwnLengths() =>
        Framing.AllowsBody(pair.Method, pair.Legacy.Status) && Framing.AllowsBody(pair.Method, pair.Modern.Status) && IsOwn(pair.Legacy) && IsOwn(pair.Modern);

    private static bool IsOwn(CapturedResponse response) =>
        response.Body.Length == 0 || !long.TryParse(Values(response, ContentLength).ToString(), out var length) || length == response.Body.Length;

    private static StringValues Values(CapturedResponse response, string name) =>
        response.Headers.TryGetValue(name, out var values) ? values : StringValues.Empty;

    /// <summary>As sent, but of a cookie only what is compared: its value is a credential.</summary>
    private static string? Text(string name, StringValues values) =>
        values.Count == 0 ? null
        : Excerpt.Of(name == "Set-Cookie" ? string.Join(", ", HeaderForm.Of(name, values)) : values.ToString());
}
