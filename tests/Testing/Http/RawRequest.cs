using System.Text;

namespace Strangler.Testing.Http;

/// <summary>A request exactly as it goes on the wire: nothing is added, changed or checked.</summary>
/// <remarks>An empty version makes an HTTP/0.9 request, which has no headers.</remarks>
public sealed record RawRequest(string Method, string Target, string Version = "HTTP/1.1")
{
    /// <summary>In order, duplicates kept; sent as Latin-1.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True ends the sending direction after the body.</summary>
    public bool HalfClose { get; init; }

    public static RawRequest Get(string target) => new("GET", target) { Headers = [Header("Host", "127.0.0.1")] };

    public static RawRequest Post(string target, string contentType, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new RawRequest("POST", target)
        {
            Headers = [Header("Host", "127.0.0.1"), Header("Content-Type", contentType), Header("Content-Length", $"{bytes.Length}")],
            Body = bytes,
        };
    }

    public static KeyValuePair<string, string> Header(string name, string value) => new(name, value);

    public RawRequest With(string name, string value) => this with { Headers = [.. Headers, Header(name, value)] };

    public RawRequest Without(string name) => this with { Headers = [.. Headers.Where(header => header.Key != name)] };

    public byte[] ToBytes()
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target);
        if (Version.Length > 0)
            head.Append(' ').Append(Version);

        head.Append("\r\n");
        foreach (var (name, value) in Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body.Span];
    }
}
