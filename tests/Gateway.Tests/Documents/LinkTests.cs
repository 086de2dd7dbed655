using System.Text.RegularExpressions;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>A link from one document to another leads somewhere.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void RelativeLinks_OfEachDocument_LeadToAFileAndHeading()
    {
        var links = (from document in RepositoryFiles.With(".md")
                     from Match link in Link().Matches(Headings.WithoutCode(File.ReadAllText(document)))
                     let target = link.Groups["target"].Value
                     where !Elsewhere().IsMatch(target)
                     select (Document: document, Target: target)).ToArray();

        Assert.NotEmpty(links);
        Assert.Empty(links.Where(link => !LeadsSomewhere(link.Document, link.Target)).Select(link => $"{RepositoryFiles.Name(link.Document)}: {link.Target}"));
    }

    private static bool LeadsSomewhere(string document, string target)
    {
        var (path, heading) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
        var file = path.Length == 0 ? document : Path.GetFullPath(path, Path.GetDirectoryName(document)!);
        return heading is null ? Path.Exists(file) : File.Exists(file) && Headings.Of(file).Contains(heading);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
