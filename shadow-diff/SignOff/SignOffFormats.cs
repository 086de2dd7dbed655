using System.Text.Json;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.ShadowDiff.SignOff;

/// <summary>The forms in which a sign-off report can be had.</summary>
internal static class SignOffFormats
{
    private const string PlainText = "text/plain; charset=utf-8";

    public static IReadOnlyList<string> Names { get; } = ["html", "json", "junit", "csv", "markdown"];

    /// <summary>The report as text and its media type; null for a format that there is not.</summary>
    public static async Task<(string Type, string Text)?> WriteAsync(SignOffReport report, string format, IServiceProvider services) => format switch
    {
        "html" => ("text/html; charset=utf-8", await PageAnswer.RenderAsync<SignOffPage>(services, (nameof(SignOffPage.Report), report))),
        "json" => ("application/json", JsonSerializer.Serialize(report, ReportJson.Default.SignOffReport)),
        "junit" => ("application/xml; charset=utf-8", JUnitSignOff.Write(report)),
        "csv" => ("text/csv; charset=utf-8", CsvSignOff.Write(report)),
        "markdown" => (PlainText, MarkdownSignOff.Write(report)),
        _ => null,
    };
}
