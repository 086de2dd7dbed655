using System.Text;

namespace Strangler.Testing.Http;

/// <summary>An answer as it came: header order, duplicates and letter case untouched.</summary>
/// <remarks>
/// <c>Version</c>, <c>Status</c> and <c>Reason</c> are null when there was no status line (HTTP/0.9). Headers are decoded as Latin-1.
/// <c>Body</c> is without chunk framing. <c>Interim</c> holds the status lines of the 1xx answers before it. <c>Complete</c> is false
/// when the connection ended before the announced end of the body.
/// </remarks>
public sealed record RawResponse(
    string? Version,
    int? Status,
    string? Reason,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    byte[] Body,
    IReadOnlyList<string> Interim,
    IReadOnlyList<KeyValuePair<string, string>> Trailers,
    bool Complete)
{
    /// <summary>Stands for an answer that never came: the connection ended without a byte.</summary>
    public static RawResponse None { get; } = new(null, null, null, [], [], [], [], false);

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>All values of a header, in order.</summary>
    public IEnumerable<string> Values(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The first value of a header, or null.</summary>
    public string? Value(string name) => Values(name).FirstOrDefault();

    public override string ToString() =>
        $"{Version} {Status} {Reason}\n{string.Join('\n', Headers.Select(header => $"{header.Key}: {header.Value}"))}\n\n{Text}";
}
