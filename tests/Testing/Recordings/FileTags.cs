using System.Text.RegularExpressions;
using Strangler.Testing.Http;

namespace Strangler.Testing.Recordings;

/// <summary>Conditional requests of the recordings name the recorded file's tag and time: they are replaced by those of the file here.</summary>
public static partial class FileTags
{
    private const string RecordedTime = "Thu, 13 Nov 2025 23:53:17 GMT";

    /// <param name="send">Asks the server of the test for its file.</param>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> PutInAsync(
        IReadOnlyList<KeyValuePair<string, string>> headers, string target, Func<RawRequest, Task<RawResponse>> send)
    {
        if (!headers.Any(header => Tag().IsMatch(header.Value) || header.Value == RecordedTime))
            return headers;

        var file = await send(new RawRequest("HEAD", target) { Headers = [RawRequest.Header("Host", "127.0.0.1")] });
        return [.. headers.Select(header => RawRequest.Header(
            header.Key, Tag().Replace(header.Value, file.Value("ETag") ?? "").Replace(RecordedTime, file.Value("Last-Modified") ?? "", StringComparison.Ordinal)))];
    }

    [GeneratedRegex("""
        "1763077997\.0-\d+-\d+"
        """)]
    private static partial Regex Tag();
}
