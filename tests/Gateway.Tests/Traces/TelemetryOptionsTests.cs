using System.ComponentModel.DataAnnotations;
using Strangler.Gateway.Traces;

namespace Strangler.Gateway.Tests.Traces;

public sealed class TelemetryOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:16686/trace/{trace}")]
    [InlineData("https://grafana.example/explore?left=%5B%22{trace}%22%5D")]
    [InlineData("https://traces.example/#/{trace}")]
    public void TraceUrl_OfATracesPage_IsTaken(string url)
    {
        Assert.Empty(Problems(url));
        Assert.Equal(url.Replace("{trace}", "00ff", StringComparison.Ordinal), new TelemetryOptions { TraceUrl = url }.AddressOfTrace("00ff")!.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://127.0.0.1:16686/trace/")]
    [InlineData("http://127.0.0.1:16686/trace/{Trace}")]
    [InlineData("127.0.0.1:16686/trace/{trace}")]
    [InlineData("/trace/{trace}")]
    [InlineData("javascript:alert('{trace}')")]
    [InlineData("http://ana:hunter2@jaeger/trace/{trace}")]
    public void TraceUrl_ThatIsNone_IsSaidInALine_WithoutIt(string url)
    {
        var problem = Assert.Single(Problems(url));
        Assert.StartsWith("Gateway:Telemetry:TraceUrl is no address of a trace; give an absolute one", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Problems(string url)
    {
        var options = new TelemetryOptions { TraceUrl = url };
        return options.Validate(new ValidationContext(options)).Select(problem => problem.ErrorMessage);
    }
}
