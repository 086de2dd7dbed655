using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Reports;

namespace Strangler.ShadowDiff.Tests.Reports;

public sealed class CurlCommandTests
{
    private static readonly StoredRequest Request = new(
        "POST", "/api/x?a=it's", [["Host", "a"], ["Content-Type", "application/json"], ["Cookie", Redaction.Placeholder], ["X-Empty", ""]], new("text", 9, "{\"a\":'$b'}"));

    [Fact]
    public void ForShell_QuotesWhatAShellWouldRead() => Assert.Equal(
        """
        curl -i --globoff --path-as-is -X 'POST' 'http://127.0.0.1:9190/api/x?a=it'\''s' \
          -H 'Content-Type: application/json' \
          -H 'X-Empty;' \
          --data-raw '{"a":'\''$b'\''}'
        """.ReplaceLineEndings("\n"),
        CurlCommand.ForShell(Request, new Uri("http://127.0.0.1:9190/")));

    [Fact]
    public void ForPowerShell_DoublesQuotes_OfEveryKind() => Assert.Contains(
        "\ncurl.exe -i --globoff --path-as-is -X 'POST' 'http://127.0.0.1:9190/api/x?a=it''s' `\n", CurlCommand.ForPowerShell(Request, new Uri("http://127.0.0.1:9190/")), StringComparison.Ordinal);

    /// <summary>Examples may be imported from another gateway: what no client could send is no command.</summary>
    [Theory]
    [InlineData("GET", "/a\nb", "X-A", "")]
    [InlineData("GET", "/", "@/etc/passwd", "")]
    [InlineData("GET", "/", "X-A", "a\rb")]
    [InlineData("G T", "/", "X-A", "a")]
    public void RequestThatIsNotOne_IsAComment(string method, string target, string name, string value)
    {
        var request = new StoredRequest(method, target, [[name, value]], new("empty", 0));

        Assert.Matches(@"\A# [^\r\n]+\z", CurlCommand.ForShell(request, new Uri("http://a/")));
        Assert.Matches(@"\A# [^\r\n]+\z", CurlCommand.ForPowerShell(request, new Uri("http://a/")));
    }
}
