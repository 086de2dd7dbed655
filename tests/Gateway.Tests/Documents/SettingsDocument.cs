using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Strangler.Settings;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>Makes docs/settings.md of the options classes: names, bounds and defaults as the program reads them, and what their comments say.</summary>
internal sealed partial class SettingsDocument
{
    private const string Head = """
        # Settings

        Every setting, made from the options classes by a test (`STRANGLER_WRITE_SETTINGS=true`, class `SettingsDocumentTests`), which fails when this page is old. How they
        are set, and those that most installations need, are in the [README](../README.md#settings). `Gateway --print-config` prints what is in force, and where each
        value comes from.

        In the environment `:` is written `__`: `Gateway__ConnectionLimit=20`. A list is `Name:0`, `Name:1` and so on; values by name are `Name:key`. Settings in `Gate` and
        `Gateway:Watch` stand for one route in `Gate:Routes:<route>` and `Gateway:Watch:Routes:<route>`.
        """;

    private readonly Dictionary<string, XElement> _comments = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.xml")
        .Where(file => File.Exists(Path.ChangeExtension(file, ".dll")))
        .SelectMany(file => XDocument.Load(file).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The page; lines end in LF.</summary>
    public string Of(IEnumerable<Setting> settings)
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        foreach (var section in settings.GroupBy(setting => setting.Name[..setting.Name.LastIndexOf(':')]).OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            page.Append(null, $"\n## {section.Key}\n\n| setting | takes | default | |\n|---|---|---|---|\n");
            foreach (var setting in section)
                page.Append(null, $"| `{setting.Name[(section.Key.Length + 1)..]}` | {(setting.IsSingle ? "" : "several: ")}{setting.Expected} | {Default(setting)} | {Meaning(setting)} |\n");
        }

        return page.ToString();
    }

    /// <summary>What the property's comment says; null where it has none, which a reader of the page would be left alone with.</summary>
    public string? Meaning(Setting setting) =>
        _comments.GetValueOrDefault($"P:{setting.Owner.FullName}.{setting.Property}")?.Element("summary") is { } summary
            ? Blanks().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal)
            : null;

    private static string Default(Setting setting) =>
        setting.Default is "" ? "–"
        : Path.IsPathRooted(setting.Default) ? "the user's"
        : $"`{setting.Default}`";

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } reference => $"`{Name(reference)}`",
        XElement code => $"`{code.Value}`",
        _ => "",
    };

    private static string Name(XElement reference) =>
        reference.Attribute("langword")?.Value ?? reference.Attribute("href")?.Value ?? reference.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
