using System.Globalization;
using System.Xml;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports.SignOff;

/// <summary>The report as JUnit's XML: a suite of the gate's criteria, and one of the divergences, of which critical ones that stand are failures and others that stand are shown as skipped.</summary>
internal static class JUnitSignOff
{
    public static string Write(SignOffReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            WriteGate(xml, report);
            WriteDivergences(xml, report);
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void WriteGate(XmlWriter xml, SignOffReport report)
    {
        var criteria = report.Gate.Criteria;
        StartSuite(xml, report, "gate", criteria.Count, criteria.Count(criterion => !criterion.Met), 0);
        foreach (var criterion in criteria)
        {
            StartCase(xml, report, "gate", criterion.Name);
            if (criterion.Met)
                xml.WriteElementString("system-out", Clean(criterion.Figures));
            else
                WriteOutcome(xml, "failure", criterion.Figures);

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteDivergences(XmlWriter xml, SignOffReport report)
    {
        StartSuite(
            xml, report, "divergences", report.Divergences.Count, report.Divergences.Count(finding => finding is { Stands: true, Critical: true }), report.Divergences.Count(finding => finding is { Stands: true, Critical: false }));
        foreach (var finding in report.Divergences)
        {
            StartCase(xml, report, "divergences", $"{finding.Kind} at {finding.Path} [{finding.Fingerprint}]");
            if (finding.Stands)
                WriteOutcome(xml, finding.Critical ? "failure" : "skipped", Words(finding));
            else
                xml.WriteElementString("system-out", Clean(Words(finding)));

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void StartSuite(XmlWriter xml, SignOffReport report, string name, int tests, int failures, int skipped)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean($"{report.Route}.{name}"));
        xml.WriteAttributeString("tests", $"{tests}");
        xml.WriteAttributeString("failures", $"{failures}");
        xml.WriteAttributeString("skipped", $"{skipped}");
        xml.WriteAttributeString("timestamp", report.At.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
    }

    private static void StartCase(XmlWriter xml, SignOffReport report, string suite, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean($"{report.Route}.{suite}"));
        xml.WriteAttributeString("name", Clean(name));
    }

    private static void WriteOutcome(XmlWriter xml, string element, string message)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", Clean(message));
        xml.WriteEndElement();
    }

    private static string Words(ListedFinding finding) => string.Create(
        CultureInfo.InvariantCulture,
        $"{finding.State}, seen {Figure.Times(finding.Count)}, status {finding.StatusLegacy} legacy and {finding.StatusModern} modern. {Trace(finding.Example)}{finding.Reason ?? finding.Triage?.Why}");

    private static string Trace(ExampleValues? example) => example?.TraceId is { } trace ? $"Trace {trace}. " : "";

    /// <summary>A client names the places, and XML 1.0 has no way to write most control characters.</summary>
    private static string Clean(string text) => string.Concat(PlainText.Escape(text).EnumerateRunes().Select(rune => rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));
}
