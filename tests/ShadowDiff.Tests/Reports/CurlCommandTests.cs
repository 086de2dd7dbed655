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

    [Theory]
    [InlineData("binary", null, "its body was not stored (binary, 29 bytes)")]
    [InlineData("redacted", "a (not stored)", "its body was not stored (redacted, 29 bytes)")]
    [InlineData("text", "its beginning", "only the first part of its body was stored")]
    public void BodyThatIsNotKept_IsAskedFor(string kind, string? text, string why)
    {
        var request = Request with { Body = new(kind, 29, text, "ab") };

        foreach (var command in (string[])[CurlCommand.ForShell(request, new Uri("http://a/")), CurlCommand.ForPowerShell(request, new Uri("http://a/"))])
        {
            Assert.StartsWith($"# Put the body into a file named body.bin first: {why}.\n", command, StringComparison.Ordinal);
            Assert.Contains("--data-binary '@body.bin'", command, StringComparison.Ordinal);
        }

        Assert.StartsWith("curl ", CurlCommand.ForShell(request with { Method = "HEAD" }, new Uri("http://a/")), StringComparison.Ordinal);
    }

    [Fact]
    public void ForPowerShell_NamesBytesThatItCannotSend() => Assert.StartsWith(
        "# PowerShell sends other bytes", CurlCommand.ForPowerShell(Request with { Headers = [["X-A", "a\u0092"]] }, new Uri("http://a/")), StringComparison.Ordinal);

    [Fact]
    public void ForPowerShell_MethodThatIsPowerShellsOwn_StandsInParts() => Assert.Contains(
        "-X ('--'+'%') 'http", CurlCommand.ForPowerShell(Request with { Method = "--%" }, new Uri("http://a/")), StringComparison.Ordinal);

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
