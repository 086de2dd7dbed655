using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Transfer;

public abstract class TransferTests(TestEngine engine) : EngineTests(engine)
{
    private int _hosts;

    [Fact]
    public async Task Import_IntoAnEmptyDatabase_GivesTheSameReportAndSurvivesARestart()
    {
        await using var source = await HostAsync("""{"a":2}""", exchanges: 3);
        Learn(source);
        var export = await ExportAsync(source);

        await using (var target = await HostAsync("""{"a":2}""", exchanges: 0, "target.db"))
        {
            Assert.Equal(HttpStatusCode.OK, (await ImportAsync(target, export)).Status);
            AssertEqual(await source.ReportAsync(), await target.ReportAsync());
        }

        await using var again = await HostAsync("""{"a":2}""", exchanges: 0, "target.db");
        AssertEqual(await source.ReportAsync(), await again.ReportAsync());
        Assert.Equal(1, Assert.Single(again.Services.GetRequiredService<LearnedNoise>().Snapshot()).Samples);
    }

    [Fact]
    public async Task Import_IntoAnotherDatabase_AddsCountsOnce()
    {
        await using var source = await HostAsync("""{"a":2}""", exchanges: 3);
        var export = await ExportAsync(source);
        await using var target = await HostAsync("""{"a":2}""", exchanges: 2);

        var (first, answer) = await ImportAsync(target, export);
        Assert.True(first == HttpStatusCode.OK, answer);
        var (status, text) = await ImportAsync(target, export);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("imported already", text, StringComparison.Ordinal);
        var route = Assert.Single((await target.ReportAsync()).Routes);
        Assert.Equal((5, 5, 5), (route.Compared, route.Diverged, Assert.Single(route.Divergences).Count));
        Assert.Equal((5L, 5L), (route.Legacy?.Count, route.Modern?.Count));
        Assert.Equal((5L, 5L, 0L), (route.Gate.Evidence.Compared, route.Gate.Evidence.Diverged, route.Gate.Evidence.Matched));
        await target.Client.GetStringAsync("/x", Token);
        await target.SettledAsync(6);
        Assert.Equal(6, Assert.Single(Assert.Single((await target.ReportAsync()).Routes).Divergences).Count);
        Assert.Equal(6L, target.Services.GetRequiredService<GatewayDatabase>().Read(connection => connection.Scalar("SELECT count FROM coverage WHERE outcome = 'diverged'")));
    }

    [Fact]
    public async Task Import_OwnExport_IsRefused()
    {
        await using var host = await HostAsync("""{"a":2}""", exchanges: 1);
        Assert.Equal(HttpStatusCode.Conflict, (await ImportAsync(host, await ExportAsync(host))).Status);
    }

    [Fact]
    public async Task Import_CutOffOrChanged_IsRefusedAsAWhole()
    {
        await using var source = await HostAsync("""{"a":2}""", exchanges: 2);
        var lines = (await ExportAsync(source)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await using var target = await HostAsync("""{"a":2}""", exchanges: 0);
        (string[] Lines, string Expected)[] cases =
        [
            ([], "is empty"),
            (lines[..^1], "cut off"),
            (lines[1..], "no header"),
            (["""{"header":{"format":1,"at":"2026-01-01T00:00:00Z"}}""", .. lines[1..]], "no header"),
            (["""{"header":{"format":1,"export":"","at":"2026-01-01T00:00:00Z"}}""", .. lines[1..]], "no header"),
            ([lines[0], .. lines[2..]], "cut off"),
            ([.. lines[..^1], """{"surprise":{}}""", lines[^1]], "surprise"),
            ([.. lines[..^1], "nonsense", lines[^1]], "Line"),
            ([.. lines[..^1], "null", lines[^1]], "null is no line"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":-5}}""", lines[^1]], "negative"),
            ([.. lines[..^1], """{"latency":{"route":"status","side":"legacy","histogram":"AAAA"}}""", lines[^1]], "Line"),
            ([.. lines, lines[^1]], "goes on"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":9223372036854775807}}""", lines[^1]], "add up to more"),
            ([.. lines[..^1], .. Enumerable.Repeat("""{"coverage":{"route":"status","outcome":"match","count":600000000000}}""", 2), lines[^1]], "add up to more"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":9223372036854775808}}""", lines[^1]], "Line"),
            ([.. lines[..^1], """{"hour":{"route":"status","hour":9223372036854775807,"outcome":"match","count":1}}""", lines[^1]], "no hour"),
            ([.. lines[..^1], """{"hour":{"route":"status","hour":-1,"outcome":"match","count":1}}""", lines[^1]], "no hour"),
            ([.. lines[..^1], """{"set":{"route":"status","hour":1,"fingerprints":"f","count":9223372036854775807}}""", lines[^1]], "add up to more"),
            ([.. lines[..^1], """{"noise":{"route":"status","samples":1e300,"places":[]}}""", lines[^1]], "not from 0"),
            ([.. lines[..^1], """{"suppression":{"route":"status","rule":"r","count":1,"last_seen":"9999-12-31T00:00:00Z"}}""", lines[^1]], "1970 to now"),
            ([.. lines[..^1], Divergence(kind: "valu"), lines[^1]], "divergence.kind is 'valu'; did you mean 'value'?"),
            ([.. lines[..^1], Divergence(lastSeen: "2025-12-31T00:00:00Z"), lines[^1]], "divergence.last_seen is before first_seen"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"matched","count":5}}""", lines[^1]], "coverage.outcome is 'matched'; did you mean 'match'?"),
            ([.. lines[..^1], """{"hour":{"route":"status","hour":1,"outcome":"nonsense","count":5}}""", lines[^1]], "hour.outcome is 'nonsense'; it is one of match, "),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":5,"count":6}}""", lines[^1]], "coverage.count: it stands there twice"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":5},"coverage":{"route":"status","outcome":"match","count":5}}""", lines[^1]], "coverage: it stands there twice"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":5},"suppression":{"route":"status","rule":"r","count":1,"last_seen":"2026-01-01T00:00:00Z"}}""", lines[^1]], "exactly one of header, "),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcom":"match","count":5}}""", lines[^1]], "coverage.outcom: it is not known here; did you mean 'outcome'? Known are route, outcome, count"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":"5"}}""", lines[^1]], "coverage.count: must be a whole number"),
            ([.. lines[..^1], """{"coverage":{"route":null,"outcome":"match","count":5}}""", lines[^1]], "coverage.route: must not be null"),
            ([.. lines[..^1], """{"coverage":7}""", lines[^1]], "coverage: must be an object"),
            ([.. lines[..^1], "{", lines[^1]], "Line"),
            ([.. lines[..^1], "", lines[^1]], "there is nothing in it"),
            ([.. lines[..^1], """{"noise":{"route":"status","samples":1,"places":[{"at":"body","kind":"value","raw":1,"noise":1,"form":"shape"}]}}""", lines[^1]], "noise.places[0].form is 'shape'"),
            ([.. lines[..^1], """{"exchange":{"route":"status","exchange":null,"examples":[]}}""", lines[^1]], "exchange"),
            ([.. lines[..^1], lines[1].Replace("\"headers\":[", "\"headers\":[[\"a\"],", StringComparison.Ordinal), lines[^1]], "headers: each is a list of a name and a value"),
            .. ((string[])["", "x", "0AF7651916CD43DD8448EB211C80319C", "00000000000000000000000000000000", "0af7651916cd43dd8448eb211c80319c1"]).Select(trace =>
                ((string[])[.. lines[..^1], lines[1].Replace("\"exchange\":{\"at\":", $"\"exchange\":{{\"trace_id\":\"{trace}\",\"at\":", StringComparison.Ordinal), lines[^1]], "exchange.exchange.trace_id is no trace's id")),
            ([.. lines[..^1], Divergence(status: -1), lines[^1]], "no status"),
            ([.. lines[..^1], Divergence(transient: 2), lines[^1]], "than there were"),
            ([.. lines[..^1], Divergence(transient: long.MaxValue), lines[^1]], "than there were"),
            ([.. lines[..^1], Divergence(route: new string('r', 201)), lines[^1]], "201 characters"),
            ([.. lines[..^1], Divergence(route: "sta\\u001b[2Jtus"), lines[^1]], "divergence.route holds the character U+001B"),
            ([.. lines[..^1], Divergence(route: "sta\\ntus"), lines[^1]], "divergence.route holds a line's end"),
            ([.. lines[..^1], Divergence(route: "../../audit"), lines[^1]], "divergence.route is '../../audit', and could be a path"),
            ([.. lines[..^1], """{"coverage":{"route":"a\u202eb","outcome":"match","count":5}}""", lines[^1]], "coverage.route holds the character U+202E"),
            ([.. lines[..^1], """{"suppression":{"route":"status","rule":"r\u0000","count":1,"last_seen":"2026-01-01T00:00:00Z"}}""", lines[^1]], "suppression.rule holds the character U+0000"),
            ([.. lines[..^1], Divergence().Replace("\"f\"", "\"f/../x\"", StringComparison.Ordinal), lines[^1]], "divergence.fingerprint is 'f/../x'"),
            ([.. lines[..^1], $$"""{"coverage":{"route":"{{new string('r', 17_000_000)}}","outcome":"match","count":1} }""", lines[^1]], "longer than 16 MiB"),
            ([.. lines[..^1], Latency(ForgedHistogram(payload: int.MaxValue, highest: 600_000_000)), lines[^1]], "larger than"),
            ([.. lines[..^1], Latency(ForgedHistogram(payload: 8, highest: long.MaxValue)), lines[^1]], "another range"),
            ([.. lines[..^1], Latency([]), lines[^1]], "no histogram"),
            ([.. lines[..^1], """{"latency":{"route":"status","side":"legacy","histogram":"%%%"}}""", lines[^1]], "latency.histogram: must be a text in base64"),
            ([.. lines[..^1], """{"latency":{"route":"status","side":"legacy","histogram":7}}""", lines[^1]], "latency.histogram: must be a text in base64"),
            ([.. lines[..^1], """{"exchange":{"route":"status","exchange":{},"examples":"e"}}""", lines[^1]], "exchange.examples: must be a list"),
        ];
        foreach (var (changed, expected) in cases)
        {
            var (status, text) = await ImportAsync(target, string.Join('\n', changed));
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(expected, text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"System\.|Strangler\.|u0027|isFinalBlock", text);
            await target.ReportAsync();
        }

        Assert.Empty((await target.ReportAsync()).Routes);
        Assert.Equal(HttpStatusCode.OK, (await ImportAsync(target, string.Join('\n', lines))).Status);
    }

    /// <summary>Letters that are no UTF-8 would be guessed at, and be other letters.</summary>
    [Theory]
    [InlineData("utf-16", HttpStatusCode.BadRequest)]
    [InlineData("utf-32", HttpStatusCode.BadRequest)]
    [InlineData("iso-8859-1", HttpStatusCode.BadRequest)]
    [InlineData("utf-8", HttpStatusCode.OK)]
    public async Task Import_IsReadAsUtf8AndNothingElse(string charset, HttpStatusCode expected)
    {
        await using var source = await HostAsync("""{"a":"é"}""", exchanges: 1);
        var export = (await ExportAsync(source)).Replace("\\u00E9", "é", StringComparison.OrdinalIgnoreCase);
        Assert.Contains("é", export, StringComparison.Ordinal);
        await using var target = await HostAsync("""{"a":"é"}""", exchanges: 0);
        var encoding = Encoding.GetEncoding(charset);
        using var content = new ByteArrayContent([.. encoding.GetPreamble(), .. encoding.GetBytes(export)]);
        using var answer = await target.Client.PostAsync(new Uri("/api/import", UriKind.Relative), content, Token);

        Assert.Equal(expected, answer.StatusCode);
        if (expected != HttpStatusCode.OK)
            Assert.Contains("UTF-8", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAGatewayThatKeptSecrets_KeepsNone()
    {
        await using var source = await HostAsync("""{"a":2}""", exchanges: 1);
        var export = (await ExportAsync(source))
            .Replace("\"headers\":[", "\"headers\":[[\"Authorization\",\"Bearer s3cret\"],[\"X-Auth\",\"s3cret\"],", StringComparison.Ordinal)
            .Replace("\"target\":\"/x\"", "\"target\":\"/x?userpwd=s3cret\"", StringComparison.Ordinal);
        Assert.Contains("Bearer s3cret", export, StringComparison.Ordinal);
        Assert.Contains("userpwd=s3cret", export, StringComparison.Ordinal);
        await using var target = await HostAsync("""{"a":2}""", exchanges: 0);

        Assert.Equal(HttpStatusCode.OK, (await ImportAsync(target, export)).Status);

        Assert.DoesNotContain("s3cret", await ExportAsync(target), StringComparison.Ordinal);
        Assert.Equal(1L, target.Services.GetRequiredService<GatewayDatabase>().Read(connection => connection.Scalar("SELECT count(*) FROM exchange")));
    }

    [Fact]
    public async Task Import_OfAnExchangeWithATrace_KeepsItsId()
    {
        const string Trace = "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"";
        await using var source = await HostAsync("""{"a":2}""", exchanges: 1);
        var export = (await ExportAsync(source)).Replace("\"exchange\":{\"at\":", $"\"exchange\":{{{Trace},\"at\":", StringComparison.Ordinal);
        await using var target = await HostAsync("""{"a":2}""", exchanges: 0);

        Assert.Equal(HttpStatusCode.OK, (await ImportAsync(target, export)).Status);

        Assert.Contains(Trace, await ExportAsync(target), StringComparison.Ordinal);
        Assert.Contains(Trace, await target.Client.GetStringAsync("/api/reports", Token), StringComparison.Ordinal);
        Assert.DoesNotContain("trace_id", await ExportAsync(source), StringComparison.Ordinal);
    }

    private static string Divergence(string route = "status", string kind = "value", int status = 200, long transient = 0, string lastSeen = "2026-01-01T00:00:00Z") =>
        $$"""
        {"divergence":{"fingerprint":"f","route":"{{route}}","at":"body /a","kind":"{{kind}}","status_legacy":{{status}},"status_modern":200,"count":1,"transient":{{transient}},"state":0,"first_seen":"2026-01-01T00:00:00Z","last_seen":"{{lastSeen}}"} }
        """;

    private static string Latency(byte[] histogram) => $$"""{"latency":{"route":"status","side":"legacy","histogram":"{{Convert.ToBase64String(histogram)}}"} }""";

    /// <summary>A histogram of HdrHistogram's encoding that claims a payload and a range.</summary>
    private static byte[] ForgedHistogram(int payload, long highest)
    {
        var header = new byte[40];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x1c849303 | 0x10);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), payload);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), 2);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), 1);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), highest);
        BinaryPrimitives.WriteDoubleBigEndian(header.AsSpan(32), 1);
        using var file = new MemoryStream();
        file.Write(new byte[8]);
        using (var compressed = new ZLibStream(file, CompressionLevel.Fastest, leaveOpen: true))
            compressed.Write(header);
        BinaryPrimitives.WriteInt32BigEndian(file.GetBuffer(), 0x1c849304 | 0x10);
        BinaryPrimitives.WriteInt32BigEndian(file.GetBuffer().AsSpan(4), (int)file.Length - 8);
        return file.ToArray();
    }

    private async Task<ShadowHost> HostAsync(string modern, int exchanges, string? database = null)
    {
        var host = await ShadowHost.StartAsync(
            Answers.Json("""{"a":1,"v":1}"""),
            context => context.Request.Path == "/x" ? Plans.LegacyAnswers(Answers.Json(modern.Replace("}", ",\"v\":2}", StringComparison.Ordinal))) : null,
            """{ "rules": [{ "name": "v", "kind": "volatile", "route": "*", "at": "body /v", "action": "ignore", "reason": "r" }] }""",
            store: Place(database ?? $"{++_hosts}.db"));
        for (var i = 0; i < exchanges; i++)
            await host.Client.GetStringAsync("/x", Token);

        if (exchanges > 0)
            await host.SettledAsync(exchanges);

        return host;
    }

    private static void Learn(ShadowHost host) => host.Services.GetRequiredService<LearnedNoise>().Observe(
        "status", [], Compare.Found.Compare(Pairs.Json("1", "2")).Divergences);

    private static Task<string> ExportAsync(ShadowHost host) => host.Client.GetStringAsync("/api/export", Token);

    private static async Task<(HttpStatusCode Status, string Text)> ImportAsync(ShadowHost host, string export)
    {
        using var content = new StringContent(export, Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync(new Uri("/api/import", UriKind.Relative), content, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static void AssertEqual(Report expected, Report actual) => Assert.Equal(Text(expected), Text(actual));

    /// <summary>Without the hour and the numbers of the rows, which are the database's own.</summary>
    private static string Text(Report report) => System.Text.Json.JsonSerializer.Serialize(
        new Report(default, [.. report.Routes.Select(route => route with
        {
            Gate = route.Gate with { Evidence = route.Gate.Evidence with { Since = default }, Criteria = [] },
            Divergences = [.. route.Divergences.Select(divergence => divergence with { Example = divergence.Example! with { Id = 0 } })],
        })]),
        ReportJson.Default.Report);
}

public sealed class SqliteTransferTests() : TransferTests(TestEngine.Sqlite());

public sealed class PostgresqlTransferTests() : TransferTests(TestEngine.Postgresql());
