using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Strangler.Services.Python;

namespace Strangler.Services.Wire;

/// <summary>The text fields of a form as a dict: of equal names the first counts, files are left out, bad UTF-8 is replaced.</summary>
internal static class FormFields
{
    public static PythonDict FromUrlEncoded(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, PythonValue>(StringComparer.Ordinal);
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
                continue;
            var equals = pair.IndexOf((byte)'=');
            var (name, value) = equals < 0 ? (Unescape(pair), "") : (Unescape(pair[..equals]), Unescape(pair[(equals + 1)..]));
            fields.TryAdd(name, new PythonText(value));
        }

        return new PythonDict(fields);
    }

    /// <summary>Empty when the form is malformed anywhere, as in legacy.</summary>
    public static async Task<PythonDict> FromMultipartAsync(byte[] body, string? contentType, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, PythonValue>(StringComparer.Ordinal);
        try
        {
            if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Length == 0)
                return new PythonDict(fields);
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), new MemoryStream(body))
            {
                // Legacy has no such limits; that of the whole body is enough.
                HeadersCountLimit = int.MaxValue,
                HeadersLengthLimit = int.MaxValue,
            };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                await AddAsync(fields, section, cancellationToken);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            fields.Clear();
        }

        return new PythonDict(fields);
    }

    private static async Task AddAsync(Dictionary<string, PythonValue> fields, MultipartSection section, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            throw new InvalidDataException("A part without a Content-Disposition.");
        if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
            return;
        using var text = new MemoryStream();
        await section.Body.CopyToAsync(text, cancellationToken);
        var name = HeaderUtilities.UnescapeAsQuotedString(disposition.Name).ToString();
        fields.TryAdd(name, new PythonText(PartCharset.Of(section.ContentType).GetString(text.GetBuffer(), 0, (int)text.Length)));
    }

    private static string Unescape(ReadOnlySpan<byte> text) => PercentText.Decode(text, plusIsBlank: true);
}
