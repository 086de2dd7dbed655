using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Compares the headers that a client can notice; all others are the server's own business.</summary>
internal static class HeaderComparer
{
    private const string ContentLength = "Content-Length";

    public static void Compare(ResponsePair pair, DifferenceList found)
    {
        foreach (var name in NoticeableHeaders.In(pair.Legacy.Headers.Keys.Concat(pair.Modern.Headers.Keys)))
        {
            var (legacy, modern) = (Values(pair.Legacy, name), Values(pair.Modern, name));
            if ((legacy.Count == 0) != (modern.Count == 0))
            {
                var kind = legacy.Count > 0 ? DivergenceKind.Missing : DivergenceKind.Extra;
                found.Add(Location.Header(name), kind, Text(name, legacy), Text(name, modern));
            }
            else if (name != ContentLength || !HasBody(pair))
            {
                CompareValues(name, legacy, modern, found);
            }
        }
    }

    /// <summary>With a body, its comparison has said all that the length could; without one (HEAD, 304) the length is all there is.</summary>
    private static bool HasBody(ResponsePair pair) =>
        Framing.AllowsBody(pair.Method, pair.Legacy.Status) && Framing.AllowsBody(pair.Method, pair.Modern.Status);

    private static void CompareValues(string name, StringValues legacy, StringValues modern, DifferenceList found)
    {
        var (left, right) = (HeaderForm.Of(name, legacy), HeaderForm.Of(name, modern));
        if (left.SequenceEqual(right, StringComparer.Ordinal))
            return;

        var sameItems = NoticeableHeaders.IsList(name)
            && left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        found.Add(Location.Header(name), sameItems ? DivergenceKind.Order : DivergenceKind.Value, Text(name, legacy), Text(name, modern));
    }

    private static StringValues Values(CapturedResponse response, string name) =>
        response.Headers.TryGetValue(name, out var values) ? values : StringValues.Empty;

    /// <summary>As sent, but of a cookie only what is compared: its value is a credential.</summary>
    private static string? Text(string name, StringValues values) =>
        values.Count == 0 ? null
        : Excerpt.Of(name == "Set-Cookie" ? string.Join(", ", HeaderForm.Of(name, values)) : values.ToString());
}
