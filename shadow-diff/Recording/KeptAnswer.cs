using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Recording;

/// <summary>What is kept of an answer, made when it is first asked for: an excerpt of it may show no more, though what made a value a secret be cut off.</summary>
internal sealed class KeptAnswer
{
    private readonly Func<string, string?> _header;
    private readonly Redactor _redactor;
    private readonly Lazy<(string? Text, bool IsWhole)> _body;

    /// <summary>Of an answer that has just come.</summary>
    public KeptAnswer(CapturedResponse response, Redactor redactor)
    {
        _redactor = redactor;
        _header = name => response.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
        _body = new(() => KeptBody(response, redactor));
    }

    /// <summary>Of one that was stored, by other rules maybe.</summary>
    public KeptAnswer(StoredResponse response, Redactor redactor)
    {
        _redactor = redactor;
        _header = name => response.Headers.FirstOrDefault(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];
        _body = new(() => response.Body.Text is not { } text ? (null, response.Body.Kind is "empty" or "binary")
            : redactor.Body(text, TextKinds.Of(_header("Content-Type"))) is var kept && kept == text ? (kept, true)
            : (kept, false));
    }

    /// <summary>Whether nothing is taken out of the header.</summary>
    public bool HasHeader(string name) => _header(name) is { } value && _redactor.Header(name, value) == value;

    /// <summary>Whether the excerpt shows nothing that is taken out of the body.</summary>
    public bool HasInBody(string excerpt) => _body.Value.IsWhole || (_body.Value.Text is { } kept && Excerpt.IsOf(kept, excerpt));

    private static (string? Text, bool IsWhole) KeptBody(CapturedResponse response, Redactor redactor)
    {
        // Its length was limited when it was compared. Of what is no text only length and hash are told.
        var decoded = DecodedBody.Of(response, int.MaxValue);
        if (decoded.State != DecodedState.Readable || TextBody.Of(response, decoded.Bytes) is not { } text)
            return (null, true);

        var kept = redactor.Body(text, TextKinds.Of(response.Headers));
        return (kept, kept == text);
    }
}
