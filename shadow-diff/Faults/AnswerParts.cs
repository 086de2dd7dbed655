using System.Text;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Faults;

/// <summary>One side's answer taken apart, so that it can be altered in one place and stay as it is byte for byte elsewhere.</summary>
/// <param name="answer">The answer.</param>
/// <param name="others">What the other side says, as it is written, by place (RFC 6901).</param>
internal sealed class AnswerParts(CapturedResponse answer, Lazy<IReadOnlyDictionary<string, string>> others)
{
    /// <summary>Values that are looked at; a long list has no more places than a short one.</summary>
    private const int MostValues = 400;

    private IReadOnlyList<JsonPart>? _values;

    /// <param name="answer">The answer.</param>
    /// <param name="other">The other side's answer to the same.</param>
    public AnswerParts(CapturedResponse answer, CapturedResponse other)
        : this(answer, new Lazy<IReadOnlyDictionary<string, string>>(() => JsonPart.AllIn(other.Body, MostValues).ToDictionary(part => part.Path, part => part.Raw, StringComparer.Ordinal)))
    {
    }

    public CapturedResponse Answer { get; } = answer;

    /// <summary>The body as UTF-8.</summary>
    public string Text => field ??= Encoding.UTF8.GetString(Answer.Body);

    /// <summary>Every value of a JSON body, the whole first; empty where there is none.</summary>
    public IReadOnlyList<JsonPart> Values => _values ??= JsonPart.AllIn(Answer.Body, MostValues);

    /// <summary>The other side's value at the same place, as it is written; null where it has none.</summary>
    public string? OtherAt(JsonPart value) => others.Value.GetValueOrDefault(value.Path);

    /// <summary>A header's value, several joined; null where there is none.</summary>
    public string? Header(string name) => Answer.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;

    public bool IsEncoded => Header("Content-Encoding") is not null;

    /// <summary>The answer with another body, and the length that this has.</summary>
    public CapturedResponse WithBody(byte[] body)
    {
        var altered = Answer with { Body = body };
        return Header("Content-Length") is null ? altered : WithHeader(altered, "Content-Length", $"{body.Length}");
    }

    /// <inheritdoc cref="WithBody(byte[])"/>
    public CapturedResponse WithBody(string body) => WithBody(Encoding.UTF8.GetBytes(body));

    /// <summary>The answer with some of its body replaced.</summary>
    public CapturedResponse With(int start, int end, string text) =>
        WithBody([.. Answer.Body.AsSpan(0, start), .. Encoding.UTF8.GetBytes(text), .. Answer.Body.AsSpan(end)]);

    /// <summary>The answer with another header; with null, without it.</summary>
    public CapturedResponse WithHeader(string name, string? value) => WithHeader(Answer, name, value);

    /// <summary>The answer with other headers.</summary>
    public CapturedResponse WithHeaders(IEnumerable<KeyValuePair<string, StringValues>> headers) => Answer with { Headers = headers.ToDictionary(StringComparer.OrdinalIgnoreCase) };

    private static CapturedResponse WithHeader(CapturedResponse answer, string name, string? value)
    {
        var headers = new Dictionary<string, StringValues>(answer.Headers, StringComparer.OrdinalIgnoreCase);
        if (value is null)
            headers.Remove(name);
        else
            headers[name] = value;
        return answer with { Headers = headers };
    }
}
