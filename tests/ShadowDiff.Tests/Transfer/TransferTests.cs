using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Transfer;

public sealed class TransferTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_IntoAnEmptyDatabase_GivesTheSameReportAndSurvivesARestart()
    {
        await using var source = await HostAsync("""{"a":2}""", exchanges: 3);
        Learn(source);
        var export = await ExportAsync(source);
        using var folder = new TemporaryFolder();

        await using (var target = await HostAsync("""{"a":2}""", exchanges: 0, folder))
        {
            Assert.Equal(HttpStatusCode.OK, (await ImportAsync(target, export)).Status);
            AssertEqual(await source.ReportAsync(), await target.ReportAsync());
        }

        await using var again = await HostAsync("""{"a":2}""", exchanges: 0, folder);
        AssertEqual(await source.ReportAsync(), await again.ReportAsync());
        Assert.Equal(1, Assert.Single(again.Services.GetRequiredService<LearnedNoise>().Snapshot()).Samples);
    }

    [Fact]
    public async Task Import_IntoAnotherDatabase_AddsCountsOnce()
    {
        await using var source = await HostAsync("""{"a":2}""", exchanges: 3);
        var export = await ExportAsync(source);
        await using var target = await HostAsync("""{"a":2}""", exchanges: 2);

        Assert.Equal(HttpStatusCode.OK, (await ImportAsync(target, export)).Status);
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
            ([], "cut off"),
            (lines[..^1], "cut off"),
            (lines[1..], "no header"),
            ([lines[0], .. lines[2..]], "cut off"),
            ([.. lines[..^1], """{"surprise":{}}""", lines[^1]], "surprise"),
            ([.. lines[..^1], "nonsense", lines[^1]], "Line"),
            ([.. lines[..^1], "null", lines[^1]], "null is no line"),
            ([.. lines[..^1], """{"coverage":{"route":"status","outcome":"match","count":-5}}""", lines[^1]], "negative"),
            ([.. lines[..^1], """{"latency":{"route":"status","side":"legacy","histogram":"AAAA"}}""", lines[^1]], "Line"),
            ([.. lines, lines[^1]], "goes on"),
        ];
        foreach (var (changed, expected) in cases)
        {
            var (status, text) = await ImportAsync(target, string.Join('\n', changed));
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Empty((await target.ReportAsync()).Routes);
        Assert.Equal(HttpStatusCode.OK, (await ImportAsync(target, string.Join('\n', lines))).Status);
    }

    private static async Task<ShadowHost> HostAsync(string modern, int exchanges, TemporaryFolder? folder = null)
    {
        var host = await ShadowHost.StartAsync(
            Answers.Json("""{"a":1,"v":1}"""),
            context => context.Request.Path == "/x" ? Plans.LegacyAnswers(Answers.Json(modern.Replace("}", ",\"v\":2}", StringComparison.Ordinal))) : null,
            """{ "rules": [{ "name": "v", "kind": "volatile", "route": "*", "at": "body /v", "action": "ignore", "reason": "r" }] }""",
            folder);
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
