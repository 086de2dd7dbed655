using System.Reflection;
using System.Text.Json.Nodes;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>A real receiver of OpenTelemetry's protocol, which can be asked for what it has: Aspire's dashboard, a package of NuGet's that the build restores.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpClient _client = new();
    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;
    private readonly Uri _api;

    private Collector(TemporaryFolder folder, ChildProcess process, Uri api, string endpoint) => (_folder, _process, _api, Endpoint) = (folder, process, api, endpoint);

    /// <summary>Where it takes OTLP over HTTP.</summary>
    public string Endpoint { get; }

    public static async Task<Collector> StartAsync(CancellationToken cancellationToken)
    {
        var folder = new TemporaryFolder();
        var process = ChildProcess.Start(Program, [], folder.Path, new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://127.0.0.1:0",
            ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
        });
        try
        {
            var api = new Uri(await process.AnnouncementAsync("      Now listening on: ", cancellationToken));
            return new Collector(folder, process, api, await process.AnnouncementAsync("      OTLP/HTTP listening on: ", cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The spans of a trace, once there are as many.</summary>
    public async Task<IReadOnlyList<CollectedSpan>> TraceAsync(string id, int count, CancellationToken cancellationToken) =>
        await Eventually.GetAsync(async () => await SpansAsync(id, cancellationToken), spans => spans.Count >= count, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync(CancellationToken.None);
        await _process.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private static string Program
    {
        get
        {
            var program = typeof(Collector).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(one => one.Key == nameof(Collector))?.Value;
            Assert.SkipUnless(File.Exists(program), "Aspire's dashboard, which takes traces in this test, is restored on Linux with an x64 processor only.");
            return program!;
        }
    }

    private async Task<IReadOnlyList<CollectedSpan>> SpansAsync(string trace, CancellationToken cancellationToken)
    {
        var answer = JsonNode.Parse(await _client.GetStringAsync(new Uri(_api, $"/api/telemetry/spans?traceId={trace}"), cancellationToken))!;
        return
        [
            .. from resource in answer["data"]!["resourceSpans"]!.AsArray()
               let service = Attributes(resource!["resource"]!)["service.name"]
               from scope in resource["scopeSpans"]!.AsArray()
               from span in scope!["spans"]!.AsArray()
               select new CollectedSpan(service, (string)span!["name"]!, (string)span["traceId"]!, (string)span["spanId"]!, (string?)span["parentSpanId"], Attributes(span)),
        ];
    }

    private static Dictionary<string, string> Attributes(JsonNode of) => (of["attributes"]?.AsArray() ?? []).ToDictionary(one => (string)one!["key"]!, one => one!["value"]!.AsObject().First().Value!.ToString());
}

/// <summary>A span as the collector has it.</summary>
internal sealed record CollectedSpan(string Service, string Name, string TraceId, string SpanId, string? ParentSpanId, IReadOnlyDictionary<string, string> Attributes);
