using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Strangler.ShadowDiff.Store;

/// <summary>Makes the stored form of a body. Of files, and of anything that is not text, only length and hash remain.</summary>
internal static class BodyRecorder
{
    private const int MaxText = 32 * 1024;

    public static async Task<StoredBody> RecordAsync(byte[] body, IReadOnlyDictionary<string, StringValues> headers)
    {
        if (body.Length == 0)
        {
            return new("empty", 0);
        }

        if (Boundary(headers) is { } boundary)
        {
            return new("multipart", body.Length, Sha256: Hash(body), Parts: await PartsAsync(body, boundary));
        }

        return Utf8.IsValid(body) && !body.AsSpan().Contains((byte)0) ? Text(body) : new("binary", body.Length, Sha256: Hash(body));
    }

    private static StoredBody Text(byte[] body) => body.Length <= MaxText
        ? new("text", body.Length, Encoding.UTF8.GetString(body))
        : new("text", body.Length, Encoding.UTF8.GetString(body.AsSpan(0, MaxText)), Hash(body));

    private static string? Boundary(IReadOnlyDictionary<string, StringValues> headers) =>
        headers.TryGetValue("Content-Type", out var value)
        && MediaTypeHeaderValue.TryParse(value.ToString(), out var type)
        && type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? ""
            : null;

    /// <summary>The parts up to the first one that cannot be read.</summary>
    private static async Task<List<StoredPart>> PartsAsync(byte[] body, string boundary)
    {
        var parts = new List<StoredPart>();
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body));
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                await section.Body.DrainAsync(CancellationToken.None);
                parts.Add(Part(section));
            }
        }
        catch (Exception ex) when (ex is IOException or InvalidDataException or ArgumentException)
        {
        }

        return parts;
    }

    private static StoredPart Part(MultipartSection section)
    {
        _ = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
        return new(
            HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value,
            HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).Value,
            section.ContentType,
            section.Body.Position);
    }

    private static string Hash(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
