using System.Text;
using Strangler.Launcher.Testing;

namespace Strangler.CommandLine.Tests.Launcher;

public sealed class CoverageTests
{
    private const string First = """
        <coverage><packages>
          <package name="Gateway"><classes><class name="A" filename="gateway/A.cs">
            <methods><method name="M"><lines><line number="1" hits="3" /></lines></method></methods>
            <lines><line number="1" hits="3" /><line number="2" hits="0" /><line number="3" hits="0" /></lines></class></classes></package>
          <package name="Contract"><classes><class name="B" filename="gateway/Contract/B.cs"><lines><line number="1" hits="1" /></lines></class></classes></package>
        </packages></coverage>
        """;

    private const string Second = """
        <coverage><packages>
          <package name="Gateway"><classes><class name="A" filename="gateway/A.cs"><lines><line number="1" hits="0" /><line number="2" hits="1" /></lines></class></classes></package>
          <package name="cutover"><classes><class name="C" filename="deploy/cutover/C.cs"><lines><line number="1" hits="0" /></lines></class></classes></package>
        </packages></coverage>
        """;

    [Fact]
    public void LineOfTwoReports_CountsOnce_AndIsRunWhenOneRanIt()
    {
        var coverage = new Coverage("");
        coverage.Add(new MemoryStream(Encoding.UTF8.GetBytes(First)));
        coverage.Add(new MemoryStream(Encoding.UTF8.GetBytes(Second)));

        Assert.Equal("coverage: 60.0 % of 5 lines (gateway 75.0 %, cutover 0.0 %)", coverage.ToString());
    }

    [Fact]
    public void NoReport_SaysSo() => Assert.Equal("coverage: nothing was measured", new Coverage("").ToString());
}
