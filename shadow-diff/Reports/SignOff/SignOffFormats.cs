using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Reports.SignOff;

/// <summary>The forms in which a sign-off report can be had.</summary>
internal static class SignOffFormats
{
    private const string PlainText = "text/plain; charset=utf-8";

    public static IReadOnlyList<string> Names { get; } = [Html, "json", "junit", "csv", "markdown"];

    /// <summary>The one form that is a page, and not written here.</summary>
    public const string Html = "html";

    /// <summary>The report as text and its media type; null for a page, and for a format that there is not.</summary>
    public static (string Type, string Text)? Write(SignOffReport report, string format) => format switch
    {
        "json" => ("application/json", Model.PlainText.Escape(JsonSerializer.Serialize(report, SignOffJson.Readable.SignOffReport))),
        "junit" => ("application/xml; charset=utf-8", JUnitSignOff.Write(report)),
        "csv" => ("text/csv; charset=utf-8", CsvSignOff.Write(report)),
        "markdown" => (PlainText, MarkdownSignOff.Write(report)),
        _ => null,
    };
}

/// <summary>How the report is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SignOffReport))]
internal sealed partial class SignOffJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: it is read in terminals, and never stands inside HTML.</summary>
    public static SignOffJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
