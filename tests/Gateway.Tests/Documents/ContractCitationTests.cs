using System.Text.RegularExpressions;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>"contract 9.1, Q20" in a comment or a document names a section and a quirk that docs/contract.md has.</summary>
public sealed partial class ContractCitationTests
{
    private static readonly string Contract = File.ReadAllText(RepositoryRoot.Combine("docs", "contract.md"));

    [Fact]
    public void Citations_OfEachFile_AreInTheContract()
    {
        var known = Section().Matches(Contract).Concat(Quirk().Matches(Contract)).Select(match => match.Groups["name"].Value).ToHashSet();
        var cited = (from file in RepositoryFiles.With(".cs", ".razor", ".py", ".js", ".md", ".json")
                     from Match citation in Citation().Matches(File.ReadAllText(file))
                     from Capture name in citation.Groups["name"].Captures
                     select (File: file, Name: name.Value)).ToArray();

        Assert.NotEmpty(cited);
        Assert.Empty(cited.Where(one => !known.Contains(one.Name)).Select(one => $"{RepositoryFiles.Name(one.File)}: {one.Name}"));
    }

    [GeneratedRegex(@"^#+ (?<name>\d+(\.\d+)?)\.? ", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| (?<name>Q\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Quirk();

    [GeneratedRegex(@"\bcontract (?<name>\d+(\.\d+)?)((, | and )(?<name>\d+(\.\d+)?|Q\d+)\b)*", RegexOptions.IgnoreCase)]
    private static partial Regex Citation();
}
