using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Strangler.Launcher.Testing;

/// <summary>
/// Which lines of the product the tests have run, put together from one report (Cobertura) of each test project: a line counts once,
/// however many of them reach it. Only what runs inside a test project counts, not the programs that tests start.
/// </summary>
/// <param name="folder">Of the reports.</param>
internal sealed class Coverage(string folder)
{
    private static readonly (string Part, string[] Assemblies)[] Product =
        [("gateway", ["Gateway", "Contract"]), ("services", ["Services"]), ("settings", ["Settings"]), ("shadow-diff", ["ShadowDiff"]), ("cutover", ["cutover"])];

    private readonly Dictionary<(string Assembly, string File, string Line), bool> _lines = [];

    /// <summary>Takes away the reports of an earlier run, whose names hold its time.</summary>
    /// <returns>The arguments that make the project write one. What source generators wrote is not in it.</returns>
    public IReadOnlyList<string> Begin(string project)
    {
        foreach (var old in Reports(project))
            File.Delete(old);
        return
        [
            "--coverlet", "--coverlet-output-format", "cobertura", "--coverlet-file-prefix", project, "--coverlet-exclude-by-file", "**/*.g.cs",
            .. Product.SelectMany(product => product.Assemblies).SelectMany(assembly => new[] { "--coverlet-include", $"[{assembly}]*" }),
        ];
    }

    /// <summary>Reads what the project has written.</summary>
    public void End(string project)
    {
        var reports = Reports(project);
        if (reports.Length == 0)
            Console.Error.WriteLine($"error: {project} wrote no report of its coverage; the figure lacks it.");
        foreach (var report in reports)
        {
            using var stream = File.OpenRead(report);
            Add(stream);
        }
    }

    /// <exception cref="XmlException">It is no XML.</exception>
    public void Add(Stream report)
    {
        var lines = from package in XDocument.Load(report).Descendants("package")
                    from type in package.Descendants("class")
                    from line in type.Elements("lines").Elements("line")
                    select (Place: ((string)package.Attribute("name")!, (string)type.Attribute("filename")!, (string)line.Attribute("number")!), IsRun: (long)line.Attribute("hits")! > 0);
        foreach (var (place, isRun) in lines)
            _lines[place] = isRun || _lines.GetValueOrDefault(place);
    }

    /// <summary>All of it, and each part: <c>coverage: 81.3 % of 9876 lines (gateway 84.0 %, …)</c>. A part that no project loaded is left out.</summary>
    public override string ToString()
    {
        var parts = from product in Product
                    let lines = _lines.Where(line => product.Assemblies.Contains(line.Key.Assembly)).ToList()
                    where lines.Count > 0
                    select $"{product.Part} {Share(lines)}";
        return _lines.Count == 0 ? "coverage: nothing was measured" : $"coverage: {Share(_lines)} of {_lines.Count} lines ({string.Join(", ", parts)})";
    }

    private static string Share(ICollection<KeyValuePair<(string, string, string), bool>> lines) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000.0 * lines.Count(line => line.Value) / lines.Count) / 10:0.0} %");

    private string[] Reports(string project) => Directory.GetFiles(folder, $"{project}.*cobertura*.xml");
}
