using System.Text;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports.SignOff;

/// <summary>The report for a merge request or a wiki.</summary>
internal static class MarkdownSignOff
{
    public static string Write(SignOffReport report)
    {
        var evidence = report.Gate.Evidence;
        var text = new StringBuilder();
        text.Append($"# Sign-off of `{report.Route}`\n\n**{(report.Gate.Passes ? "Passes" : "Blocked")}** at stage {report.Stage}, {Figure.Time(report.At)}; evidence since {Figure.Time(evidence.Since)}{(evidence.Build.Length == 0 ? "" : $" with build `{evidence.Build}` of modern")}.\n\n");
        text.Append("| criterion | | figures |\n|---|---|---|\n");
        foreach (var criterion in report.Gate.Criteria)
            text.Append($"| {criterion.Name} | {(criterion.Met ? "met" : "**blocks**")} | {Escape(criterion.Figures)} |\n");

        text.Append("\n| eligible | compared | matched | diverged | on purpose | accepted | before a fix | transient | of state | sampled out |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n| ")
            .AppendJoin(" | ", new[]
            {
                evidence.Eligible, evidence.Compared, evidence.Matched, evidence.Diverged, evidence.OnPurpose, evidence.Accepted, evidence.Outdated,
                evidence.Transient, evidence.State, evidence.SampledOut,
            }.Select(Figure.Count))
            .Append(" |\n")
            .Append(Alone(evidence))
            .Append("\n| latency | p50 ms | p95 ms |\n|---|--:|--:|\n")
            .Append($"| legacy | {Figure.Milliseconds(evidence.Legacy?.P50Ms)} | {Figure.Milliseconds(evidence.Legacy?.P95Ms)} |\n")
            .Append($"| modern | {Figure.Milliseconds(evidence.Modern?.P50Ms)} | {Figure.Milliseconds(evidence.Modern?.P95Ms)} |\n");
        Divergences(text, report.Divergences);
        return text.ToString();
    }

    /// <summary>What one side alone could answer, and what the same jobs on both sides have shown.</summary>
    private static string Alone(GateEvidence evidence) => string.Concat(
        evidence.Pinned is { } pinned ? $"\nOf one side's own jobs: {Figure.Count(pinned.Exchanges)}, {Figure.Count(pinned.ToLegacy)} of them legacy's. Judged by shape: {Figure.Count(pinned.ByShape)} of modern's, {Figure.Count(pinned.Matched)} alike and {Figure.Count(pinned.OnPurpose)} on purpose; {Figure.Count(pinned.Lacking)} of legacy's show what modern's lack.\n" : "",
        evidence.Traces is { } traces ? $"\nTraced jobs a side: {traces.Jobs}, {Figure.Count(traces.Compared)} steps compared, {Figure.Count(traces.Diverged)} differ; {Figure.Time(traces.At)}.\n" : "");

    private static void Divergences(StringBuilder text, IReadOnlyList<ListedFinding> findings)
    {
        text.Append($"\n## Divergences: {findings.Count(finding => finding.Stands)} standing of {findings.Count}\n");
        if (findings.Count == 0)
            return;

        var isTraced = findings.Any(finding => finding.Example?.TraceId is not null);
        text.Append($"\n| state | kind | place | legacy has | modern has | status | count | last seen |{(isTraced ? " trace |" : "")} why |\n|---|---|---|---|---|---|--:|---|{(isTraced ? "---|" : "")}---|\n");
        foreach (var finding in findings)
        {
            var (legacy, modern) = finding.Example is { } example ? ShownValue.Of(example) : ("–", "–");
            text.Append($"| {finding.State} | {finding.Kind} | {Escape(finding.Path)} | {Escape(legacy)} | {Escape(modern)} | {finding.StatusLegacy} / {finding.StatusModern} ")
                .Append($"| {Figure.Count(finding.Count)} | {Figure.Time(finding.LastSeen)} |{(isTraced ? $" {finding.Example?.TraceId ?? "–"} |" : "")} {Escape($"{finding.OnPurpose} {finding.Reason ?? finding.Triage?.Why}".Trim())} |\n");
        }
    }

    /// <summary>Clients and people wrote it: nothing in it may become markup or end a cell.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in PlainText.Escape(text))
        {
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '&' => escaped.Append("&amp;"),
                '@' => escaped.Append("&#64;"), // would call whoever has that name
                '\\' or '|' or '*' or '_' or '`' or '[' or ']' or '!' or '#' or '~' => escaped.Append('\\').Append(c),
                _ when char.IsControl(c) => escaped.Append(' '),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
