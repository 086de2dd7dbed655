using System.Text;
using Strangler.Testing.Comparison;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Recordings;

/// <summary>Puts the port of this test's backup server in place of the recorded one, in a request and in its answer.</summary>
internal static class PortSubstitution
{
    public static Substitution To(int port) => new("backup-server-port", "1256", $"{port}");

    public static RawRequest Apply(RawRequest request, Substitution port)
    {
        var body = Encoding.Latin1.GetString(request.Body.Span);
        if (!port.Changes(body))
            return request;
        return request.Headers.Any(header => header.Key == "Transfer-Encoding") ? Chunked(request, body, port) : Sized(request, body, port);
    }

    /// <summary>A length that was wrong on purpose stays as it was.</summary>
    private static RawRequest Sized(RawRequest request, string body, Substitution port)
    {
        var changed = Substitution.Apply(body, [port]);
        return request with
        {
            Headers = [.. request.Headers.Select(header => header.Key == "Content-Length" && header.Value == $"{body.Length}"
                ? RawRequest.Header(header.Key, $"{changed.Length}")
                : header)],
            Body = Encoding.Latin1.GetBytes(changed),
        };
    }

    /// <summary>A body of one chunk.</summary>
    private static RawRequest Chunked(RawRequest request, string body, Substitution port)
    {
        var chunk = Substitution.Apply(body.Split("\r\n")[1], [port]);
        return request with { Body = Encoding.Latin1.GetBytes($"{chunk.Length:x}\r\n{chunk}\r\n0\r\n\r\n") };
    }
}
