using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Strangler.ShadowDiff.Recording;

/// <summary>Makes the stored form of a body. Of files, and of anything that is not text, only length and hash remain.</summary>
internal sealed class BodyRecorder(Redactor redactor)
{
    private const int MaxText = 32 * 1024;
    public async Task<StoredBody> RecordAsync(byte[] body, IReadOnlyDictionary<string, StringValues> headers)
    {
        if (body.Length == 0)
            return new("empty", 0);

        if (Boundary(headers) is { } boundary)
            return new("multipart", body.Length, Sha256: Hash(body), Parts: await PartsAsync(body, boundary));

        return KeptText.Of(body, headers) is not { } text ? new("binary", body.Length, Sha256: Hash(body))
            : Redacted(text, TextKinds.Of(headers)) ?? Text(body, body.Length);
    }

    /// <summary>A stored body, of another gateway or of an earlier version, as it may be kept here.</summary>
    /// <param name="body">The body.</param>
    /// <param name="headers">Those of its message.</param>
    public StoredBody Record(StoredBody body, IReadOnlyList<string[]> headers)
    {
        if (body.Text is null)
            return body with { Parts = body.Parts is null ? null : [.. body.Parts.Select(Part)] };

        var redacted = KeptText.Of(Encoding.UTF8.GetBytes(body.Text), headers.ValueOf(HeaderNames.ContentType), headers.ValueOf(HeaderNames.ContentEncoding)) is null
            ? new("redacted", body.Length)
            : Redacted(body.Text, TextKinds.Of(headers.ValueOf(HeaderNames.ContentType)));
        return redacted is null ? body : redacted with { Length = body.Length };
    }

    /// <summary>Null when nothing has to be taken out.</summary>
    private StoredBody? Redacted(string text, TextKind kind)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return redactor.Body(text, kind) is not { } kept ? new("redacted", bytes.Length, Sha256: Redaction.Hash(bytes))
            : kept != text ? Text(Encoding.UTF8.GetBytes(kept), bytes.Length) with { Kind = "redacted" }
            : null;
    }

    private static StoredBody Text(byte[] text, int length) => text.Length <= MaxText
        ? new("text", length, Encoding.UTF8.GetString(text))
        : new("text", length, Encoding.UTF8.GetString(text.AsSpan(0, MaxText)), Convert.ToHexStringLower(SHA256.HashData(text)));

    private static string? Boundary(IReadOnlyDictionary<string, StringValues> headers) =>
        headers.TryGetValue("Content-Type", out var value)
        && MediaTypeHeaderValue.TryParse(value.ToString(), out var type)
        && type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? ""
            : null;

    /// <summary>The parts up to the first one that cannot be read.</summary>
    private async Task<List<StoredPart>> PartsAsync(byte[] body, string boundary)
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

    private StoredPart Part(MultipartSection section)
    {
        _ = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
        return Part(new StoredPart(HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value, FileName(disposition), section.ContentType, section.Body.Position));
    }

    private StoredPart Part(StoredPart part) => part with
    {
        Name = redactor.Text(part.Name),
        FileName = redactor.TouchesBodies ? redactor.Whole(part.FileName) : redactor.Text(part.FileName),
        ContentType = redactor.Text(part.ContentType),
    };

    private static string? FileName(ContentDispositionHeaderValue? disposition) => HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).Value;

    /// <summary>Where values are redacted the hash is salted too: else a short body could be found by trying.</summary>
    private string Hash(byte[] body) => redactor.TouchesBodies ? Redaction.Hash(body) : Convert.ToHexStringLower(SHA256.HashData(body));
}
