using System.Collections.Frozen;

namespace Strangler.Services.WebFiles;

/// <summary>
/// The types of web files (contract 3.5). For five of them legacy has a table of its own; for the rest Werkzeug asks Python's
/// <c>mimetypes</c>, which on Windows asks the registry first. Extensions that no web folder holds are <c>application/octet-stream</c>.
/// </summary>
internal static class ContentTypes
{
    private static readonly FrozenDictionary<string, string> OfPages = Table(StringComparer.Ordinal,
        "application/javascript .js .mjs", "text/css .css", "text/html .html", "application/json .json");

    private static readonly FrozenDictionary<string, string> Guessed = Table(StringComparer.OrdinalIgnoreCase,
        "text/html .html .htm", "text/css .css", "text/javascript .js .mjs", "text/plain .txt .text .asc", "text/markdown .md .markdown", "text/csv .csv",
        "text/vtt .vtt", "text/calendar .ics", "text/cache-manifest .appcache .manifest", "text/x-python .py", "text/x-sh .sh", "text/x-java .java",
        "text/x-csrc .c", "text/x-chdr .h", "text/x-c++src .cpp", "text/vnd.trolltech.linguist .ts", "application/json .json", "application/ld+json .jsonld",
        "application/manifest+json .webmanifest", "application/xml .xml", "application/xhtml+xml .xhtml", "application/atom+xml .atom",
        "application/x-rss+xml .rss", "application/wasm .wasm", "application/pdf .pdf", "application/rtf .rtf", "application/sql .sql", "application/zip .zip",
        "application/gzip .gz", "application/x-tar .tar", "application/x-7z-compressed .7z", "application/vnd.rar .rar",
        "application/x-msdos-program .exe .bat .com .dll", "application/x-msi .msi", "application/vnd.ms-fontobject .eot",
        "application/msword .doc", "application/vnd.openxmlformats-officedocument.wordprocessingml.document .docx",
        "application/vnd.ms-excel .xls", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet .xlsx",
        "font/woff .woff", "font/woff2 .woff2", "font/ttf .ttf", "font/otf .otf",
        "image/svg+xml .svg", "image/png .png", "image/jpeg .jpg .jpeg .jpe", "image/gif .gif", "image/webp .webp", "image/avif .avif", "image/heic .heic",
        "image/bmp .bmp", "image/tiff .tif .tiff", "image/vnd.microsoft.icon .ico",
        "audio/mpeg .mp3", "audio/mp4 .m4a", "audio/aac .aac", "audio/ogg .ogg", "audio/x-wav .wav", "video/mp4 .mp4 .m4v", "video/webm .webm", "video/quicktime .mov");

    private static readonly FrozenDictionary<string, string> Encodings = Table(StringComparer.Ordinal, "gzip .gz", "compress .Z", "bzip2 .bz2", "xz .xz", "br .br");

    /// <summary>What Werkzeug gives a charset to, apart from <c>text/…</c> and <c>…+xml</c>.</summary>
    private static readonly FrozenSet<string> Text = new[]
    {
        "application/ecmascript", "application/javascript", "application/sql", "application/xml", "application/xml-dtd", "application/xml-external-parsed-entity",
    }.ToFrozenSet();

    /// <summary>The type of a page or of a file that belongs to it. A trailing slash hides the extension from legacy's table, not from Python's.</summary>
    public static ContentType OfPage(string name) =>
        OfPages.TryGetValue(WebName.Extension(name), out var type) ? new ContentType(WithCharset(type)) : Guess(name);

    /// <summary>The type of an icon.</summary>
    public static ContentType OfIcon(string name) => name.EndsWith(".svg", StringComparison.Ordinal) ? new ContentType("image/svg+xml") : Guess(name);

    /// <summary>By the last extension, or by the one before it where the last names an encoding.</summary>
    private static ContentType Guess(string name)
    {
        var file = WebName.TryNormalize(name, out var normal) ? normal : name;
        var extension = WebName.Extension(file);
        if (!Encodings.TryGetValue(extension, out var encoding))
            return new ContentType(WithCharset(TypeOf(extension)));
        return new ContentType(WithCharset(TypeOf(WebName.Extension(file[..^extension.Length]))), encoding);
    }

    private static string TypeOf(string extension) =>
        (OperatingSystem.IsWindows() ? RegisteredTypes.Find(extension) : null) ?? Guessed.GetValueOrDefault(extension, "application/octet-stream");

    private static string WithCharset(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal) || Text.Contains(type) ? type + "; charset=utf-8" : type;

    /// <summary>Rows are a type and its extensions.</summary>
    private static FrozenDictionary<string, string> Table(StringComparer comparer, params IEnumerable<string> rows) =>
        (from row in rows
         let fields = row.Split(' ')
         from extension in fields[1..]
         select KeyValuePair.Create(extension, fields[0])).ToFrozenDictionary(comparer);
}

/// <summary>The type of a file as the headers of an answer state it.</summary>
internal readonly record struct ContentType(string Header, string? Encoding = null);
