using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Recording;

/// <summary>What is kept of an answer, made when it is first asked for: an excerpt of it may show no more, though what made a value a secret be cut off.</summary>
internal sealed partial class KeptAnswer
{
    private readonly Func<string, string?> _header;
    private readonly Redactor _redactor;
    private readonly Lazy<IReadOnlyList<(string? Kept, bool IsWhole)>> _readings;

    /// <summary>Of an answer that has just come.</summary>
    public KeptAnswer(CapturedResponse response, Redactor redactor)
    {
        _redactor = redactor;
        _header = name => response.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
        _readings = new(() => [.. Readings(response).Distinct(StringComparer.Ordinal).Select(Keep)]);
    }

    /// <summary>Of one that was stored, by other rules maybe.</summary>
    public KeptAnswer(StoredResponse response, Redactor redactor)
    {
        _redactor = redactor;
        _header = response.Headers.ValueOf;
        // Of a long one only its head was stored.
        _readings = new(() => [new BodyRecorder(redactor).Record(response.Body, response.Headers).Text is { } kept ? (kept, kept == response.Body.Text && response.Body.Sha256 is null) : (null, false)]);
    }

    /// <summary>Whether nothing is taken out of the header.</summary>
    public bool HasHeader(string name) => _header(name) is { } value && _redactor.Header(name, value) == value;

    /// <summary>Whether the excerpt shows nothing that is taken out of the body. Of what is no text only length and hash are told.</summary>
    public bool HasInBody(string excerpt) =>
        Measure().IsMatch(excerpt) || _readings.Value.All(reading => reading.IsWhole) || _readings.Value.Any(reading => reading.Kept is { } kept && Excerpt.IsOf(kept, excerpt));

    private (string? Kept, bool IsWhole) Keep(string text) =>
        _redactor.Body(text, TextKinds.Of(_header(HeaderNames.ContentType))) is var kept ? (kept, kept == text) : default;

    /// <summary>As a document and as a text it may be read otherwise: its charset is none of JSON's concern. Its length was limited when it was compared.</summary>
    private static IEnumerable<string> Readings(CapturedResponse response)
    {
        var decoded = DecodedBody.Of(response, int.MaxValue);
        if (decoded.State != DecodedState.Readable)
            yield break;

        if (Utf8.IsValid(decoded.Bytes))
            yield return Encoding.UTF8.GetString(decoded.Bytes);
        if (TextBody.Of(response, decoded.Bytes) is { } text)
            yield return text;
    }

    [GeneratedRegex("^[0-9]+ bytes, SHA-256 [0-9a-f]{64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Measure();
}
