using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>A gateway whose legacy is not there, and a real Prometheus that scrapes it by the files of <c>deploy/prometheus</c>, with a token.</summary>
public sealed partial class ScrapedGateway : IAsyncLifetime
{
    private const string Management = "a-token-of-the-test";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private GatewayProcess? _gateway; // one of its own: a scrape has the meters of all gateways in the process
    private ChildProcess? _prometheus;
    private Uri? _address;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = PrometheusTools.Server;
        _gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(new Uri("http://127.0.0.1:9")) { Stages = new Dictionary<string, string> { ["test"] = "shadow", ["stop"] = "live" }, Settings = new Dictionary<string, string> { ["Gateway:ManagementToken"] = Management, ["Gateway:Telemetry:OtlpEndpoint"] = "http://127.0.0.1:9" } },
            Token);
        foreach (var path in (string[])["/api/test", "/api/stop"])
            (await _client.PostAsync(new Uri(_gateway.Public, path), null, Token)).Dispose();

        await WriteConfigurationAsync();
        _prometheus = ChildProcess.Start(server, [$"--config.file={_folder.Combine("prometheus.yml")}", $"--storage.tsdb.path={_folder.Combine("data")}", "--web.listen-address=127.0.0.1:0", "--enable-feature=exemplar-storage"], _folder.Path);
        var port = await Eventually.GetAsync(() => Listening().Match(_prometheus.Output), match => match.Success || _prometheus.HasExited, Token);
        Assert.True(port.Success, _prometheus.Output);
        _address = new Uri($"http://127.0.0.1:{port.Groups["port"].Value}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.KillAsync(CancellationToken.None);
            await _prometheus.DisposeAsync();
        }

        if (_gateway is not null)
            await _gateway.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    /// <summary>What the gateway's <c>/metrics</c> says to one who accepts this.</summary>
    public async Task<(string Type, string Page)> ScrapeAsync(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_gateway!.Management, "/metrics"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Management);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await _client.SendAsync(request, Token);
        return (answer.Content.Headers.ContentType!.MediaType!, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>What Prometheus' API answers, once it has come up.</summary>
    public Task<JsonNode> AskAsync(string path) => Eventually.GetAsync(async () => await TryAskAsync(path), answer => (string?)answer["status"] is "success" or "error", Token);

    /// <summary>The samples of a query at this moment.</summary>
    public async Task<JsonArray> QueryAsync(string query)
    {
        var answer = await AskAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        Assert.True((string?)answer["status"] == "success", $"{query}: {answer["error"]}");
        return answer["data"]!["result"]!.AsArray();
    }

    private async Task<JsonNode> TryAskAsync(string path)
    {
        var answer = await _client.GetStringAsync(new Uri(_address!, path), Token).ContinueWith(static done => done.IsCompletedSuccessfully ? done.Result : "{}", Token, TaskContinuationOptions.None, TaskScheduler.Default);
        return JsonNode.Parse(answer)!;
    }

    /// <summary>The shipped files, for this gateway's port and in seconds.</summary>
    private async Task WriteConfigurationAsync()
    {
        var shipped = RepositoryRoot.Combine("deploy", "prometheus");
        File.Copy(Path.Combine(shipped, "alerts.yml"), _folder.Combine("alerts.yml"));
        await File.WriteAllTextAsync(_folder.Combine("management-token"), Management, Token);
        var text = await File.ReadAllTextAsync(Path.Combine(shipped, "prometheus.yml"), Token);
        foreach (var (from, to) in ((string, string)[])[("127.0.0.1:9091", _gateway!.Management.Authority), (": 15s", ": 1s"), ("# authorization:", "authorization:")])
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(_folder.Combine("prometheus.yml"), text, Token);
    }

    [GeneratedRegex(@"msg=""?Listening on""? address=\S*:(?<port>\d+)")]
    private static partial Regex Listening();
}
