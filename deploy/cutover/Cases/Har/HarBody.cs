using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace Strangler.CommandLine.Cases.Har;

/// <summary>
/// The body of a recorded request, as far as the archive holds it. It is held as text, as base64 or as the fields of a form, often not whole:
/// what has not the recorded length is not what was sent.
/// </summary>
internal sealed partial class HarBody
{
    private const string NotHeld = "the archive does not hold its body";
    private const int LongestEncoding = 20;
    private const char NoCharacter = '\uFFFD';

    private HarBody(byte[]? bytes, string? whyNot, bool isBuilt = false) => (Bytes, WhyNot, IsBuilt) = (bytes, whyNot, isBuilt);

    /// <summary>Null for a request that announces none.</summary>
    public byte[]? Bytes { get; }

    /// <summary>Why the request cannot be sent as it was; null when it can.</summary>
    public string? WhyNot { get; }

    /// <summary>True when it was put together from the fields of a form.</summary>
    public bool IsBuilt { get; }

    public static HarBody Of(HarRequest request)
    {
        var encoding = request.PostData?.Encoding;
        if (!string.IsNullOrEmpty(encoding) && !encoding.Equals("base64", StringComparison.OrdinalIgnoreCase))
            return new(null, $"its body has an encoding that is not known ({HarText.Shown(encoding, LongestEncoding)})");

        var type = request.ContentType();
        var lengths = Lengths(request);
        Form[] forms = [.. Forms(request.PostData, type)];
        if (forms.Length == 0)
            return IsEmpty(request, type) ? new(request.Header("Content-Length") is null ? null : [], null) : new(null, NotHeld);

        if (lengths.Count > 0)
            return Array.Find(forms, form => lengths.Contains(form.Bytes.Length)) is { } whole ? whole.ToBody() : new(null, NotHeld);

        return forms[0].IsExact && !IsIncomplete(request) && (request.Header("Content-Encoding") is null || encoding is { Length: > 0 })
            ? forms[0].ToBody()
            : new(null, IsMultipart(type) ? "an archive does not hold uploads byte for byte" : NotHeld);
    }

    /// <summary>What the browser said of it. A size of 0 is none: some programs write it for "not known".</summary>
    private static List<long> Lengths(HarRequest request)
    {
        var lengths = new List<long>();
        if (request.Length() is > 0 and var size)
            lengths.Add(size);
        if (ContentLength(request) is { } announced)
            lengths.Add(announced);
        return lengths;
    }

    private static bool IsEmpty(HarRequest request, string type)
    {
        if (request.Length() > 0 || ContentLength(request) > 0 || request.Header("Transfer-Encoding") is not null || IsMultipart(type)
            || request.PostData is { Text.Length: > 0 } or { Params.Count: > 0 } || (IsIncomplete(request) && request.Length() != 0))
        {
            return false;
        }

        // Pages name a type for a GET, too. Where one is named and a body may be, only a size says that it was empty:
        // an empty text may stand for one that was not kept.
        return type.Length == 0 || request.Length() == 0 || ContentLength(request) == 0 || request.Method is "GET" or "HEAD" or "OPTIONS";
    }

    /// <summary>What it may have been, the likeliest first.</summary>
    private static IEnumerable<Form> Forms(HarPostData? held, string type)
    {
        if (held?.Text is { Length: > 0 } text)
        {
            if (!string.IsNullOrEmpty(held.Encoding))
            {
                if (TryDecode(text) is { } decoded)
                    yield return new(decoded, IsExact: true);
                yield break;
            }

            yield return new(Encoding.UTF8.GetBytes(text), IsExact: !IsMultipart(type) && !text.Contains(NoCharacter, StringComparison.Ordinal));
        }

        if (held?.Params is not { Count: > 0 } fields || fields.Any(field => field?.Name is null))
            yield break;

        if (IsMultipart(type))
        {
            if (Boundary(type) is { } boundary && fields.All(field => field!.Value is not null))
                yield return new(Multipart(fields!, boundary), IsExact: fields.All(field => field!.FileName is null), IsBuilt: true);
        }
        else if (type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            // The standard does not say whether values are kept encoded: browsers differ, and the length tells.
            yield return new(UrlEncoded(fields!, Escape), IsExact: true, IsBuilt: true);
            yield return new(UrlEncoded(fields!, text => text), IsExact: true, IsBuilt: true);
        }
    }

    private static byte[] UrlEncoded(IEnumerable<HarField> fields, Func<string, string> write) =>
        Encoding.UTF8.GetBytes(string.Join('&', fields.Select(field => $"{write(field.Name!)}={write(field.Value ?? "")}")));

    /// <summary>As browsers do (URL standard, "application/x-www-form-urlencoded percent-encode set").</summary>
    private static string Escape(string text) => Uri.EscapeDataString(text)
        .Replace("%20", "+", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal);

    /// <summary>As browsers do (HTML standard, "multipart/form-data encoding algorithm").</summary>
    private static byte[] Multipart(IEnumerable<HarField> fields, string boundary)
    {
        var body = new StringBuilder();
        foreach (var field in fields)
        {
            body.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Quoted(field.Name!)}\"");
            if (field.FileName is { } file)
                body.Append(CultureInfo.InvariantCulture, $"; filename=\"{Quoted(file)}\"");
            if (field.ContentType is { Length: > 0 } type)
                body.Append(CultureInfo.InvariantCulture, $"\r\nContent-Type: {type}");
            body.Append(CultureInfo.InvariantCulture, $"\r\n\r\n{field.Value}\r\n");
        }

        return Encoding.UTF8.GetBytes(body.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n").ToString());
    }

    private static string Quoted(string name) => name
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal);

    private static byte[]? TryDecode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>As the program that wrote it says. Read as it is written: half of a surrogate pair is no text.</summary>
    private static bool IsIncomplete(HarRequest request) => request.PostData?.Comment is { ValueKind: JsonValueKind.String } comment && Incomplete().IsMatch(comment.GetRawText());

    private static long? ContentLength(HarRequest request) =>
        long.TryParse(request.Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    private static bool IsMultipart(string type) => type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    private static string? Boundary(string type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && HeaderUtilities.RemoveQuotes(parsed.Boundary) is { Length: > 0 } boundary ? boundary.ToString() : null;

    [GeneratedRegex(@"truncated|incomplete|partial|omitted|removed|redacted|stripped|missing|unavailable|too (?:large|big|long)|\b(?:not|cannot|no) ", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Incomplete();

    /// <param name="IsExact">True when it is what was sent, even where no length was recorded that says so.</param>
    private sealed record Form(byte[] Bytes, bool IsExact, bool IsBuilt = false)
    {
        public HarBody ToBody() => new(Bytes, null, IsBuilt);
    }
}
