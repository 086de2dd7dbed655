using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Flask;

/// <summary>Reads a whole request body, up to a limit.</summary>
internal static class BoundedBody
{
    /// <summary>Null when the body is larger than <paramref name="limit"/> bytes.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (bytes.Length + read > limit)
                return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
