using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Traces;

/// <summary>The durations of requests name a trace, in OpenMetrics' form, where one was recorded.</summary>
public sealed class ExemplarTests
{
    private const string Nowhere = "http://127.0.0.1:1";
    private const string OpenMetrics = "application/openmetrics-text;version=1.0.0";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Duration_NamesTheTraceOfARequest()
    {
        await using var gateway = await TracedGateway.StartAsync(Nowhere, "01");

        var named = $$"""^strangler_gateway_request_duration_seconds_bucket\{.*route="status".*\} \d+ # \{.*trace_id="{{gateway.Trace}}".*\} [\d.e-]+""";
        await Eventually.GetAsync(() => gateway.AskAndScrapeAsync(OpenMetrics), page => Regex.IsMatch(page, named, RegexOptions.Multiline), Token);

        Assert.DoesNotContain(gateway.Trace, await gateway.AskAndScrapeAsync("text/plain"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Nowhere, "00")]
    [InlineData("", "01")]
    public async Task Duration_OfARequestWhoseTraceIsNotRecorded_NamesNone(string collector, string flags)
    {
        await using var gateway = await TracedGateway.StartAsync(collector, flags);

        var page = await gateway.AskAndScrapeAsync(OpenMetrics);

        Assert.Contains("strangler_gateway_request_duration_seconds_bucket{", page, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Trace, page, StringComparison.Ordinal);
    }

    /// <summary>A gateway, and a client whose requests belong to a trace.</summary>
    private sealed class TracedGateway(LegacyStub legacy, GatewayApp app, string flags) : IAsyncDisposable
    {
        /// <summary>Of this client's: the instruments are those of all gateways of the process.</summary>
        public string Trace { get; } = ActivityTraceId.CreateRandom().ToHexString();

        public static async Task<TracedGateway> StartAsync(string collector, string flags)
        {
            var legacy = await LegacyStub.StartAsync();
            return new(legacy, new GatewayApp(legacy.Address, ("Gateway:Telemetry:OtlpEndpoint", collector)).Start(), flags);
        }

        /// <summary>Twice over one connection: when the second is answered, the first has been measured.</summary>
        public async Task<string> AskAndScrapeAsync(string accept)
        {
            using var client = app.Public;
            client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-{flags}");
            await client.GetStringAsync("/api/status", Token);
            await client.GetStringAsync("/api/status", Token);
            using var management = app.Management;
            management.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
            return await management.GetStringAsync("/metrics", Token);
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await legacy.DisposeAsync();
        }
    }
}
