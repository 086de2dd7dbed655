using System.Globalization;
using System.Text;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports.SignOff;

/// <summary>The report as a table (RFC 4180): one row for each criterion, figure and divergence.</summary>
internal static class CsvSignOff
{
    public static string Write(SignOffReport report)
    {
        var evidence = report.Gate.Evidence;
        var text = new StringBuilder();
        Row(text, "section", "name", "state", "count", "status_legacy", "status_modern", "first_seen", "last_seen", "detail");
        Row(text, "route", report.Route, report.Gate.Passes ? "passed" : "blocked", "", "", "", "", Time(report.At), report.Stage);
        foreach (var criterion in report.Gate.Criteria)
            Row(text, "gate", criterion.Name, criterion.Met ? "met" : "blocking", "", "", "", "", "", criterion.Figures);

        foreach (var (name, count) in new (string, long)[]
        {
            ("eligible", evidence.Eligible), ("compared", evidence.Compared), ("matched", evidence.Matched), ("diverged", evidence.Diverged),
            ("on-purpose", evidence.OnPurpose), ("accepted", evidence.Accepted), ("outdated", evidence.Outdated),
            ("transient", evidence.Transient), ("of-state", evidence.State), ("sampled-out", evidence.SampledOut),
            ("pinned", evidence.Pinned?.Exchanges ?? 0), ("by-shape", evidence.Pinned?.ByShape ?? 0), ("shape-matched", evidence.Pinned?.Matched ?? 0), ("shape-on-purpose", evidence.Pinned?.OnPurpose ?? 0), ("traced-steps", evidence.Traces?.Compared ?? 0),
        })
        {
            Row(text, "evidence", name, evidence.Build, $"{count}", "", "", Time(evidence.Since), Time(report.At), "");
        }

        foreach (var finding in report.Divergences)
        {
            Row(
                text, "divergence", $"{finding.Kind} at {finding.Path}", finding.State, $"{finding.Count}", $"{finding.StatusLegacy}", $"{finding.StatusModern}",
                Time(finding.FirstSeen), Time(finding.LastSeen), $"{finding.Fingerprint} {finding.OnPurpose} {finding.Reason ?? finding.Triage?.Why}");
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, params string[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>A client names the places: a cell that a spreadsheet would compute gets an apostrophe, some read the wide forms of the signs too.</summary>
    private static string Cell(string text)
    {
        text = PlainText.Escape(text);
        var safe = text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || text is ['\t' or '\n', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
