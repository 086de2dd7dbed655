using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Routes.Health;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Fallback;

/// <summary>Clients notice nothing of a fallback; QA, the gate, the metrics and the operator do. With the real modules, whose views Flask's conventions guard.</summary>
public sealed class FallbackEvidenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FailureOfModern_IsEvidence_AndItsAnswerCountsAsLegacys()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:ServedByHeader", "true")).With("live", "perf")
            .With(services => services.AddSingleton<IForeignJobs, BrokenJobs>()).Start();
        using var client = gateway.Public;
        for (var request = 0; request < 2; request++)
        {
            using var answer = await client.GetAsync(new Uri("/api/perf", UriKind.Relative), Token);
            Assert.Equal("legacy; fallback", answer.Headers.GetValues("X-Served-By").Single());
            Assert.Equal("legacy GET /api/perf", await answer.Content.ReadAsStringAsync(Token));
        }

        var report = (await Eventually.GetAsync(() => ReportAsync(gateway), route => (int?)route?["compared"] == 2, Token))!;
        Assert.Equal((2, 0), ((int)report["eligible"]!, report["uncompared"]!.AsObject().Count));
        Assert.Equal("exception", (string?)Assert.Single(report["divergences"]!.AsArray())!["kind"]);

        var row = (await gateway.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == "perf")!;
        Assert.Equal((2, 0), ((int)row["requests"]!["legacy"]!, (int)row["requests"]!["modern"]!));
        Assert.Equal((2, "exception", true), ((int)row["fallback"]!["count"]!, (string)row["fallback"]!["cause"]!, (bool)row["fallback"]!["lasts"]!));
        Assert.Contains("C# fails, and Flask answers in its place", await gateway.Management.GetStringAsync("/", Token), StringComparison.Ordinal);
        var metrics = await gateway.Management.GetStringAsync("/metrics", Token);
        Assert.Contains(metrics.Split('\n'), line => line.StartsWith("strangler_gateway_fallbacks_total{", StringComparison.Ordinal) && line.Contains("cause=\"exception\",route=\"perf\"} 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnswerOfTheContractToAFailure_FallsBackOnlyWhereThatIsSet(bool serverErrors)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:Fallback:ServerErrors", $"{serverErrors}")).With("live", "health")
            .With(services => services.AddSingleton<IBackupActivity, BrokenActivity>()).Start();

        using var answer = await gateway.Public.GetAsync(new Uri("/api/health", UriKind.Relative), Token);

        Assert.Equal(serverErrors ? 200 : 500, (int)answer.StatusCode);
        Assert.Equal(serverErrors, await answer.Content.ReadAsStringAsync(Token) == "legacy GET /api/health");
    }

    [Fact]
    public async Task DesignedAnswer_IsNoFailure()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:Fallback:ServerErrors", "true")).With("live", "check_receipt").Start();

        using var answer = await gateway.Public.GetAsync(new Uri($"/api/check_receipt/{new string('x', 300)}", UriKind.Relative), Token);

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains("file name too long", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static async Task<JsonNode?> ReportAsync(GatewayApp gateway)
    {
        using var management = gateway.Management;
        return JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray().SingleOrDefault(route => (string)route!["route"]! == "perf");
    }

    private sealed class BrokenJobs : IForeignJobs
    {
        public bool HasLive => throw new InvalidOperationException("broken");

        public Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");

        public Task<ForeignCancellation> CancelAsync(string jobId, string? reason, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");
    }

    private sealed class BrokenActivity : IBackupActivity
    {
        public int Jobs => throw new InvalidOperationException("broken");

        public int Sockets => 0;
    }
}
