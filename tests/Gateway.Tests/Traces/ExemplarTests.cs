using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Strangler.Gateway.Tests.Traces;

/// <summary>The durations of requests name a trace, in OpenMetrics' form, where one was recorded.</summary>
public sealed class ExemplarTests
{
    private const string OpenMetrics = "application/openmetrics-text;version=1.0.0";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://127.0.0.1:1", "01", OpenMetrics, true)]
    [InlineData("http://127.0.0.1:1", "00", OpenMetrics, false)]
    [InlineData("http://127.0.0.1:1", "01", "text/plain", false)]
    [InlineData("", "01", OpenMetrics, false)]
    public async Task Duration_NamesTheTraceOfARequest_WhereOneWasRecorded(string collector, string flags, string accept, bool isNamed)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", collector)).Start();
        var trace = ActivityTraceId.CreateRandom().ToHexString(); // the instruments are those of all gateways of the process
        using var client = gateway.Public;
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-{flags}");
        await client.GetAsync("/api/status", Token);

        using var management = gateway.Management;
        management.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        var page = await management.GetStringAsync("/metrics", Token);

        Assert.Contains("strangler_gateway_request_duration_seconds_bucket{", page, StringComparison.Ordinal);
        Assert.Equal(isNamed, Regex.IsMatch(page, $$"""^strangler_gateway_request_duration_seconds_bucket\{.*route="status".*\} \d+ # \{.*trace_id="{{trace}}".*\} [\d.e-]+""", RegexOptions.Multiline));
        Assert.Equal(isNamed, page.Contains(trace, StringComparison.Ordinal));
    }
}
