using System.Text;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports;

/// <summary>A divergence as the text of an issue, for any tracker.</summary>
internal static class IssueText
{
    public static string Of(SampleView view)
    {
        var (finding, text) = (view.Finding, new StringBuilder());
        text.AppendLine($"{view.Route}: {finding.Kind} at {PlainText.Escape(finding.Path)}").AppendLine()
            .AppendLine($"Fingerprint: {finding.Fingerprint}")
            .AppendLine($"State:       {finding.State}{(finding.Critical ? ", critical (changes a status or a type)" : "")}")
            .AppendLine($"Status:      {finding.StatusLegacy} legacy, {finding.StatusModern} modern")
            .AppendLine($"Seen:        {Figure.Times(finding.Count)}, {Figure.Time(finding.FirstSeen)} to {Figure.Time(finding.LastSeen)}");
        if (view.Example is not { } example)
            return text.ToString().Replace(Environment.NewLine, "\n", StringComparison.Ordinal);

        if (example.TraceId is { } trace)
            text.AppendLine($"Trace:       {view.Trace?.AbsoluteUri ?? trace}");

        text.AppendLine().AppendLine($"At {PlainText.Escape(example.Path)}")
            .AppendLine($"  legacy: {PlainText.Escape(example.LegacyValue ?? ShownValue.Nothing)}")
            .AppendLine($"  modern: {PlainText.Escape(example.ModernValue ?? ShownValue.Nothing)}")
            .AppendLine().AppendLine("To reproduce, ask both sides:").AppendLine();
        if (view.Servers.Legacy is { } legacy)
            text.AppendLine(CurlCommand.ForShell(example.Request, legacy)).AppendLine();

        text.AppendLine($"Answers of {Figure.Time(example.At)}; lines that differ carry a sign.").AppendLine();
        foreach (var line in AnswerRows.Of(example.Legacy, example.Modern))
            Append(text, line);

        return text.ToString().Replace(Environment.NewLine, "\n", StringComparison.Ordinal);
    }

    private static void Append(StringBuilder text, LinePair line)
    {
        if (!line.Differs)
        {
            text.Append("  ").AppendLine(line.Legacy);
            return;
        }

        if (line.Legacy is not null)
            text.Append("- ").AppendLine(line.Legacy);

        if (line.Modern is not null)
            text.Append("+ ").AppendLine(line.Modern);
    }
}
