using System.Globalization;
using System.Text;
using System.Xml;
using Strangler.CommandLine.Parity;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Output;

/// <summary>A run as JUnit XML: a suite for each route; divergences are failures, what could not be compared is an error, what was not sent is skipped.</summary>
internal static class JUnitReport
{
    public static void Write(RunResult run, Stream stream)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "parity");
        WriteCounts(xml, run.Cases);
        foreach (var route in run.Cases.GroupBy(result => result.Case.Route))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Printable(route.Key));
            WriteCounts(xml, [.. route]);
            foreach (var result in route)
                WriteCase(xml, result);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<CaseResult> results)
    {
        int Count(params CaseOutcome[] outcomes) => results.Count(result => outcomes.Contains(result.Outcome));
        xml.WriteAttributeString("tests", Number(results.Count));
        xml.WriteAttributeString("failures", Number(Count(CaseOutcome.Diverged)));
        xml.WriteAttributeString("errors", Number(Count(CaseOutcome.Unable, CaseOutcome.NotComparable)));
        xml.WriteAttributeString("skipped", Number(Count(CaseOutcome.NotSent)));
        xml.WriteAttributeString("time", Seconds(results.Sum(Duration)));
    }

    private static void WriteCase(XmlWriter xml, CaseResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Printable($"parity.{result.Case.Route}"));
        xml.WriteAttributeString("name", Printable(result.Name));
        xml.WriteAttributeString("time", Seconds(Duration(result)));
        WriteOutcome(xml, result);
        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, CaseResult result)
    {
        var element = result.Outcome switch
        {
            CaseOutcome.Diverged => "failure",
            CaseOutcome.Unable or CaseOutcome.NotComparable => "error",
            CaseOutcome.NotSent => "skipped",
            CaseOutcome.OnPurpose => "system-out",
            _ => null,
        };
        if (element is null)
            return;

        xml.WriteStartElement(element);
        if (element != "system-out")
            xml.WriteAttributeString("message", Printable(result.Detail ?? Describe(result.First!)));
        if (element is "failure" or "error")
            xml.WriteAttributeString("type", ParityReport.NameOf(result.Outcome));
        xml.WriteString(Printable(string.Join('\n', result.Divergences.Select(Describe))));
        xml.WriteEndElement();
    }

    private static string Describe(FoundDivergence divergence) => DivergenceText.Of(divergence);

    private static double Duration(CaseResult result) =>
        Math.Max(result.Legacy?.Duration.TotalSeconds ?? 0, result.Modern?.Duration.TotalSeconds ?? 0);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no form for most control characters, two others and halves of surrogate pairs.</summary>
    private static string Printable(string text) =>
        string.Concat(PlainText.Escape(text).EnumerateRunes().Select(rune => rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));
}
