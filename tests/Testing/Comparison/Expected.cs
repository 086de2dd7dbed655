using System.Globalization;
using System.Text;
using Strangler.Testing.Recordings;

namespace Strangler.Testing.Comparison;

/// <summary>The answer that a recording demands of the server at hand: ports, paths and ids of the recorded server replaced by those of this one.</summary>
public sealed class Expected
{
    private Expected(RecordedResponse recorded, string? body, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        (Recorded, Body, Headers) = (recorded, body, headers);

    public RecordedResponse Recorded { get; }

    /// <summary>Null when the recording has only length and hash of the body.</summary>
    public string? Body { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The substitutions that changed something.</summary>
    public IReadOnlyList<Substitution> Used { get; private init; } = [];

    public static Expected Of(RecordedResponse recorded, IReadOnlyList<Substitution> substitutions)
    {
        var body = recorded.BodyText;
        var mapped = body is null ? null : Substitution.Apply(body, substitutions);
        var headers = recorded.Headers.Select(header => KeyValuePair.Create(header[0], Substitution.Apply(header[1], substitutions))).ToList();
        if (body is { Length: > 0 } && headers.FindIndex(header => header.Key == "Content-Length" && header.Value == Length(body)) is >= 0 and var index)
            headers[index] = new("Content-Length", Length(mapped!));

        return new(recorded, mapped, headers)
        {
            Used = [.. substitutions.Where(one => one.Changes(body ?? "") || recorded.Headers.Any(header => one.Changes(header[1])))],
        };
    }

    private static string Length(string body) => Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
}
