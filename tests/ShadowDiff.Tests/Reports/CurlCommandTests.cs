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
        curl -i --path-as-is -X 'POST' 'http://127.0.0.1:9190/api/x?a=it'\''s' \
          -H 'Content-Type: application/json' \
          -H 'X-Empty;' \
          --data-raw '{"a":'\''$b'\''}'
        """.ReplaceLineEndings("\n"),
        CurlCommand.ForShell(Request, new Uri("http://127.0.0.1:9190/")));

    [Fact]
    public void ForPowerShell_DoublesQuotes() => Assert.StartsWith(
        "curl.exe -i --path-as-is -X 'POST' 'http://127.0.0.1:9190/api/x?a=it''s' `\n", CurlCommand.ForPowerShell(Request, new Uri("http://127.0.0.1:9190/")), StringComparison.Ordinal);
}
