using System.Security.Cryptography;
using Strangler.Testing.Http;

namespace Strangler.Testing.Comparison;

/// <summary>Finds every place where an answer is not the expected one; judges nothing.</summary>
internal static class AnswerDifferences
{
    public static IEnumerable<Difference> Find(Expected expected, RawResponse actual) => actual == RawResponse.None ? [new("answer", $"{expected.Recorded.Status}", null)] :
    [
        .. Compare("version", expected.Recorded.HttpVersion, actual.Version),
        .. Compare("status", $"{expected.Recorded.Status}", $"{actual.Status}"),
        .. Compare("reason", expected.Recorded.Reason, actual.Reason),
        .. Compare("interim", string.Join(" · ", expected.Recorded.Interim ?? []), string.Join(" · ", actual.Interim)),
        .. Headers(expected.Headers, actual.Headers),
        .. Body(expected, actual),
        .. Compare("end", "complete", actual.Complete ? "complete" : "cut off"),
    ];

    private static IEnumerable<Difference> Compare(string part, string? recorded, string? actual) =>
        recorded == actual ? [] : [new(part, recorded, actual)];

    private static IEnumerable<Difference> Headers(
        IReadOnlyList<KeyValuePair<string, string>> expected, IReadOnlyList<KeyValuePair<string, string>> actual)
    {
        var values = expected.Concat(actual).Select(header => header.Key).Distinct()
            .SelectMany(name => Compare($"header {name}", Values(expected, name), Values(actual, name)));
        return values.Concat(Compare("header order", Order(expected, actual), Order(actual, expected)));
    }

    /// <summary>The values of all headers of that name, in order; null without one. Letter case of a name counts.</summary>
    private static string? Values(IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        headers.Where(header => header.Key == name).Select(header => header.Value).ToArray() is { Length: > 0 } values ? string.Join(" · ", values) : null;

    /// <summary>Names in order, of the headers that the other side has as well: a missing one is a difference of its own.</summary>
    private static string Order(IReadOnlyList<KeyValuePair<string, string>> headers, IReadOnlyList<KeyValuePair<string, string>> other) =>
        string.Join(", ", headers.Select(header => header.Key).Where(name => headers.Count(header => header.Key == name) == other.Count(header => header.Key == name)));

    private static IEnumerable<Difference> Body(Expected expected, RawResponse actual)
    {
        if (expected.Body is not { } text)
            return Compare("body", $"{expected.Recorded.BodyLength} bytes, SHA-256 {expected.Recorded.BodySha256}", Fingerprint(actual.Body));

        return text == actual.Text ? [] : Text(text, actual.Text);
    }

    private static IEnumerable<Difference> Text(string expected, string actual)
    {
        if (PythonJson.TryParse(expected) is not { } recordedJson || PythonJson.TryParse(actual) is not { } actualJson)
            return Compare("body", expected, actual);

        var form = expected == $"{recordedJson}\n" ? $"{actualJson}\n" : $"{actualJson}";
        return JsonDifferences.Find("$", recordedJson, actualJson).Concat(Compare("body form", form, actual));
    }

    private static string Fingerprint(byte[] body) => $"{body.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(body))}";
}
