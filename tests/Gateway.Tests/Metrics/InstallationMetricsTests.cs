using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Metrics;

/// <summary>What a scrape says of legacy, the gate, jobs, sockets, files and the database.</summary>
public sealed class InstallationMetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scrape_OfAGatewayThatWorks_SaysSo()
    {
        var jobs = new FakeJobs { HasLive = true, Owned = { ["job_1"] = [], ["job_2"] = [] } };
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address)
            .With("shadow", "test", "stop").With("live", "realtime").With("complete", "pause").With(services => services.AddSingleton<IJobDirectory>(jobs)).Start();
        gateway.Services.GetRequiredService<LegacyJobs>().BeginUpload(); // a job already (contract 4)
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(gateway.Public.BaseAddress!) { Scheme = "ws", Path = "/ws" }.Uri, Token);

        var page = await ShowsAsync(gateway, "strangler_gateway_gate_blocked{");

        await ShowsAsync(gateway, "strangler_gateway_legacy_up{otel_scope_name=\"Strangler.Gateway\"} 1");
        Assert.Equal(["realtime", "stop", "test"], Of(page, "gate_blocked").Where(line => line.Contains("criterion=\"comparisons\"", StringComparison.Ordinal)).Select(Route).Order());
        Assert.Contains(Line("jobs", "side=\"legacy\"", "1"), page, StringComparison.Ordinal);
        Assert.Contains(Line("jobs", "side=\"modern\"", "2"), page, StringComparison.Ordinal);
        await ShowsAsync(gateway, Line("sockets", "protocol=\"hub\",side=\"modern\"", "1")); // counted a moment after its answer
        Assert.Contains(Line("sockets", "protocol=\"socket.io\",side=\"legacy\"", "0"), page, StringComparison.Ordinal);
        Assert.Contains("strangler_gateway_database_limit_bytes{otel_scope_name=\"Strangler.Gateway\"} 1073741824", page, StringComparison.Ordinal);
        var size = Of(await ShowsAsync(gateway, Line("database_size_bytes", "part=\"data\"", "")), "database_size_bytes").First();
        Assert.True(long.Parse(size.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture) >= 4096, size);

        await gateway.SetStageAsync("test", "legacy"); // it has nowhere to be kept from but shadow, for which no gate is asked
        Assert.DoesNotContain("test", Of(await ShowsAsync(gateway, "route=\"test\",stage=\"legacy\""), "gate_blocked").Select(Route));
    }

    [Fact]
    public async Task Legacy_ThatIsGone_IsSaid_AndNothingIsOfOneThatIsNotNeeded()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var gone = new Uri($"http://{silent.LocalEndpoint}");
        silent.Stop();
        await using var gateway = new GatewayApp(gone).Start();
        await ShowsAsync(gateway, "strangler_gateway_legacy_up{otel_scope_name=\"Strangler.Gateway\"} 0");

        gateway.With("complete", [.. (await gateway.BoardAsync())["routes"]!.AsArray().Select(row => (string)row!["route"]!)]);

        await Eventually.IsTrueAsync(() => Of(Page(gateway), "legacy_up").Length == 0, Token);
    }

    [Fact]
    public async Task File_ThatIsRefused_CountsUntilItIsPutRight()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        var good = await File.ReadAllTextAsync(gateway.FeaturesPath, Token);
        Assert.Contains("strangler_gateway_config_errors{otel_scope_name=\"Strangler.Gateway\"} 0", Page(gateway), StringComparison.Ordinal);

        await File.WriteAllTextAsync(gateway.FeaturesPath, "{", Token);
        await ShowsAsync(gateway, "strangler_gateway_config_errors{otel_scope_name=\"Strangler.Gateway\"} 1");
        await File.WriteAllTextAsync(gateway.FeaturesPath, good, Token);
        await ShowsAsync(gateway, "strangler_gateway_config_errors{otel_scope_name=\"Strangler.Gateway\"} 0");
    }

    private static string Line(string name, string labels, string value) => $"strangler_gateway_{name}{{otel_scope_name=\"Strangler.Gateway\",{labels}}} {value}";

    private static string[] Of(string page, string name) =>
        [.. page.Split('\n').Where(line => line.StartsWith($"strangler_gateway_{name}{{", StringComparison.Ordinal))];

    private static string Route(string line) => line.Split("route=\"")[1].Split('"')[0];

    /// <summary>What a scrape would show of this gateway: the exporter's page has the meters of all that run in the process.</summary>
    private static string Page(GatewayApp gateway)
    {
        var lines = new List<string>();
        var scope = gateway.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Scope == scope && instrument is { IsObservable: true, Meter.Name: "Strangler.Gateway" })
                    all.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => lines.Add(Sample(instrument, value, tags)));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => lines.Add(Sample(instrument, value, tags)));
        listener.Start();
        listener.RecordObservableInstruments();
        return string.Join('\n', lines);
    }

    private static string Sample(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string[] labels = ["otel_scope_name=\"Strangler.Gateway\"", .. tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}=\"{tag.Value}\"")];
        return $"{instrument.Name.Replace('.', '_')}{(instrument.Unit == "By" ? "_bytes" : "")}{{{string.Join(',', labels)}}} {value}";
    }

    private static Task<string> ShowsAsync(GatewayApp gateway, string text) =>
        Eventually.GetAsync(() => Page(gateway), page => page.Contains(text, StringComparison.Ordinal), Token);
}
