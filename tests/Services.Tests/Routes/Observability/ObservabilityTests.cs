using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Flask;
using Strangler.Services.Machine;
using Strangler.Services.Routes.Observability;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Routes.Observability;

/// <summary><c>/api/observability/…</c> (contract 5 and 8.3).</summary>
public sealed class ObservabilityTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000.5));
    private readonly Counters _counters = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_BeforeTheFirstSample_HasNoSystem()
    {
        await using var host = await StartAsync();

        Assert.Equal("""{"component":"api-server","status":"healthy","timestamp":1700000000.5,"uptime_seconds":0.0}""" + "\n", (await host.GetAsync("/api/observability/health", Token)).Text);
        Assert.Equal("""{"history":[],"latest":null,"metrics_count":0,"timestamp":1700000000.5,"window_seconds":300}""" + "\n", (await host.GetAsync("/api/observability/system", Token)).Text);
    }

    [Fact]
    public async Task Health_Sampled_TellsTheSystem()
    {
        await using var host = await StartAsync();
        await SampleAsync(host, 1);

        var health = (await host.GetAsync("/api/observability/health", Token)).Text;

        Assert.Contains("""
            "status":"healthy","system":{"active_connections":7,"cpu_percent":50.0,"disk_free_gb":2.0,"memory_percent":75.0},
            """, health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_Busy_IsDegradedWithWarnings()
    {
        _counters.BusyShare = 1;
        _counters.Memory = new MemoryUse(1000, 90, 910);
        await using var host = await StartAsync();
        await SampleAsync(host, 1);

        var health = (await host.GetAsync("/api/observability/health", Token)).Text;

        Assert.Contains("\"status\":\"degraded\"", health, StringComparison.Ordinal);
        Assert.EndsWith(""","warnings":["High CPU usage","High memory usage"]}""" + "\n", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task System_Sampled_HasTheLastTen()
    {
        await using var host = await StartAsync();
        await SampleAsync(host, 12);

        var system = JsonDocument.Parse((await host.GetAsync("/api/observability/system?window=0", Token)).Text).RootElement;

        Assert.Equal((10, 10, 0), (system.GetProperty("history").GetArrayLength(), system.GetProperty("metrics_count").GetInt32(), system.GetProperty("window_seconds").GetInt32()));
        Assert.Equal(system.GetProperty("latest").GetRawText(), system.GetProperty("history")[9].GetRawText());
        Assert.Matches(
            """^\{"active_connections":7,"cpu_percent":50\.0,"disk_free_gb":2\.0,"disk_usage_percent":33\.3,"memory_percent":75\.0,"memory_used_mb":3\.0,"network_bytes_recv":\d+,"network_bytes_sent":\d+,"open_files":9,"timestamp":17\d{8}\.\d+\}$""",
            system.GetProperty("latest").GetRawText());
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThem()
    {
        await using var host = await StartAsync();
        var first = JsonDocument.Parse((await host.GetAsync("/api/observability/metrics", Token)).Text).RootElement.GetProperty("metrics");
        Assert.Equal(["http.requests.total", "metrics.reports.generated"], first.EnumerateObject().Select(metric => metric.Name));
        await host.GetAsync("/api/test", Token);

        var metrics = (await host.GetAsync("/api/observability/metrics?window=abc&window=5", Token)).Text;

        Assert.Contains("""
            "http.requests.total":{"avg":1.0,"count":3,"latest":1.0,"max":1.0,"min":1.0,"name":"http.requests.total","sum":3.0,"timestamp":1700000000.5,"window_seconds":300},"http.responses.total":{"avg":1.0,"count":2,
            """, metrics, StringComparison.Ordinal);
        Assert.Contains(""" "http.request.duration":{"avg":0.0,"count":2, """.Trim(), metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?window=0", 0)]
    [InlineData("?window=-1", -1)]
    public async Task Metrics_NoWindow_AreEmpty(string query, int window)
    {
        await using var host = await StartAsync();

        Assert.Equal(
            """{"metrics":{"http.requests.total":{},"metrics.reports.generated":{}},"timestamp":1700000000.5,"window_seconds":""" + window + "}\n",
            (await host.GetAsync("/api/observability/metrics" + query, Token)).Text);
    }

    [Theory]
    [InlineData("", 300)]
    [InlineData("?window=60", 60)]
    [InlineData("?x=1&window=%36_0+", 60)]
    [InlineData("?window=7&window=8", 7)]
    [InlineData("?window=", 300)]
    [InlineData("?window", 300)]
    [InlineData("?Window=7", 300)]
    [InlineData("?window=1.5", 300)]
    public async Task Window_OfTheQuery_IsReadAsInPython(string query, int window)
    {
        await using var host = await StartAsync();

        Assert.EndsWith($"\"window_seconds\":{window}}}\n", (await host.GetAsync("/api/observability/system" + query, Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ViewFailed_CountTheError()
    {
        var metrics = new RequestMetrics(_time);
        var rule = new FlaskRoute("/x", isPost: false, _ => throw new InvalidOperationException(), NullLogger.Instance);
        var context = new DefaultHttpContext { Request = { Method = "GET" } };

        await new RequestMetricsMiddleware(rule.HandleAsync, metrics, _time).InvokeAsync(context);

        Assert.Equal(500, context.Response.StatusCode);
        Assert.Equal(
            [RequestMetrics.Errors, RequestMetrics.Duration, RequestMetrics.Requests, RequestMetrics.Responses],
            metrics.All.Select(metric => metric.Key).Order(StringComparer.Ordinal));
    }

    private Task<ModuleHost> StartAsync() =>
        ModuleHost.StartAsync([], Token, services => services.AddSingleton<TimeProvider>(_time).AddSingleton<MachineCounters>(_counters));

    /// <summary>Lets the time go by until so many samples have been taken.</summary>
    private async Task SampleAsync(ModuleHost host, int samples)
    {
        var sampler = host.Services.GetRequiredService<SystemSampler>();
        var last = sampler.Latest;
        for (var taken = 0; taken < samples; taken += sampler.Latest == last ? 0 : 1)
        {
            last = sampler.Latest;
            Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private sealed class Counters : MachineCounters
    {
        private int _readings;

        public double BusyShare { get; set; } = 0.5;

        public MemoryUse Memory { get; set; } = new(4 * 1024 * 1024, 1024 * 1024, 3 * 1024 * 1024);

        public override CpuTimes ReadCpu()
        {
            var count = Interlocked.Increment(ref _readings);
            return new CpuTimes(count * BusyShare, count);
        }

        public override MemoryUse ReadMemory() => Memory;

        public override DiskUse ReadDisk() => new(1L << 30, 2L << 30);

        public override int CountConnections() => 7;

        public override int CountOpenFiles() => 9;
    }
}
