using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Reports;

/// <summary>QA's list of fingerprints: searched, filtered, sorted, in pages, and judged many at once.</summary>
public abstract class DivergenceListTests(TestEngine engine) : EngineTests(engine), IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private ShadowHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ShadowHost.StartAsync(Answers.NothingAsync, _ => null, store: Place());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ThousandFingerprints_APageShowsAHundred()
    {
        await FillAsync(1_000);
        foreach (var path in new[] { "/reports/status", "/divergences" })
        {
            var html = await _host.Client.GetStringAsync(path, Token);
            Assert.Equal(100, html.Split("name=\"fingerprints\"").Length - 1);
            Assert.Contains(">all 1,000<", html, StringComparison.Ordinal);
            Assert.Contains($"{path}?page=10\"", html, StringComparison.Ordinal);
        }

        var last = await GetAsync("route=status&page=99");
        Assert.Equal((1_000, 10, 10, 100), (Number(last, "total"), Number(last, "page"), Number(last, "pages"), last.GetProperty("divergences").GetArrayLength()));
    }

    [Theory]
    [InlineData("kind=type", 25)]
    [InlineData("severity=critical", 25)]
    [InlineData("severity=other", 75)]
    [InlineData("q=/N7", 11)]
    [InlineData("q=0000000000000042", 1)]
    [InlineData("state=accepted", 0)]
    [InlineData("kind=type&q=/n1", 2)]
    public async Task List_ShowsWhatIsAskedFor(string query, int expected)
    {
        await FillAsync(100);
        Assert.Equal(expected, Number(await GetAsync(query), "total"));
    }

    [Theory]
    [InlineData("sort=count", 99, 98)]
    [InlineData("sort=last-seen", 99, 98)]
    [InlineData("sort=first-seen", 0, 1)]
    [InlineData("", 96, 92)]
    public async Task List_IsSorted(string query, int first, int second)
    {
        await FillAsync(100);
        Assert.Equal([Name(first), Name(second)], (await GetAsync(query)).GetProperty("divergences").EnumerateArray().Take(2).Select(one => one.GetProperty("fingerprint").GetString()));
    }

    [Fact]
    public async Task List_HasBothValues_AndShowsWhatCannotBeSeen()
    {
        await FillAsync(1);
        var example = (await GetAsync("")).GetProperty("divergences")[0].GetProperty("example");
        Assert.Equal(("\"a\u001b0\"", "\"b\""), (example.GetProperty("legacy_value").GetString(), example.GetProperty("modern_value").GetString()));
        var html = await _host.Client.GetStringAsync("/reports/status", Token);
        Assert.Contains("<code>&quot;<mark>a\\u001B0</mark>&quot;</code>", html, StringComparison.Ordinal);
        Assert.Contains("\"a\\\\u001B0\"", await _host.Client.GetStringAsync("/api/sign-off/status?format=markdown", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfOneRoute_KeepsItInItsLinks()
    {
        await FillAsync(1);
        var html = await _host.Client.GetStringAsync("/divergences?route=status&kind=type", Token);
        Assert.Contains("<h1>Divergences of status</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<option value=\"status\" selected>", html, StringComparison.Ordinal);
        Assert.Contains("/divergences?route=status&amp;kind=type&amp;state=open", html, StringComparison.Ordinal);
        Assert.Contains("/api/divergences?route=status&amp;kind=type", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "once, 2026-11-23")]
    [InlineData(1, "2 times, 2026-11-23")]
    public async Task Issue_SaysHowOftenItWasSeen(int which, string expected)
    {
        await FillAsync(2);
        Assert.Contains($"Seen:        {expected}", await _host.Client.GetStringAsync($"/reports/status/{Name(which)}/issue.txt", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/divergences?route=stauts", HttpStatusCode.NotFound, "did you mean 'status'?")]
    [InlineData("/reports/status?stat=open", HttpStatusCode.BadRequest, "did you mean 'state'?")]
    [InlineData("/api/reports/status/changes?dya=2026-11-23", HttpStatusCode.BadRequest, "did you mean 'day'?")]
    [InlineData("/api/divergences?kind=vale", HttpStatusCode.BadRequest, "did you mean 'value'?")]
    [InlineData("/api/divergences?route=stauts", HttpStatusCode.NotFound, "did you mean 'status'?")]
    [InlineData("/reports/status?state=opn", HttpStatusCode.BadRequest, "did you mean 'open'?")]
    public async Task Unknown_IsRefusedWithTheNearest(string address, HttpStatusCode status, string expected)
    {
        using var answer = await _host.Client.GetAsync(address, Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyAtOnce_AllOrNothing_EachAudited()
    {
        await FillAsync(3);
        string[] all = [Name(0), Name(1), Name(2)];
        var accept = $$"""{"fingerprints":["{{string.Join("\",\"", all)}}"],"who":"ana","reason":"the page reads both","expires":"{{TimeProvider.System.GetUtcNow():yyyy-MM-dd}}",""";

        var (status, refused) = await JudgeAsync("accept", $$"""{{accept}}"second":""}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Nothing is changed: 1 of 3 are refused.", refused.GetProperty("error").GetString());
        Assert.Contains($"{Name(0)} (status: type at body /n0): It is critical", Assert.Single(refused.GetProperty("errors").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Number(await GetAsync("state=accepted"), "total"));
        Assert.Empty(Audit.Latest(9));

        (status, var accepted) = await JudgeAsync("accept", $$"""{{accept}}"second":"ben"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(all, accepted.GetProperty("divergences").EnumerateArray().Select(one => one.GetProperty("fingerprint").GetString()));
        Assert.Equal(3, Number(await GetAsync("state=accepted"), "total"));
        Assert.Equal(all.Select(one => ($"status/{one}", "ana and ben")), Audit.Latest(9).Reverse().Select(found => (found.Entry.Divergence, found.Entry.Who)));

        (status, _) = await JudgeAsync("reopen", $$"""{"fingerprints":["{{Name(1)}}","{{Name(1)}}"],"who":"ana","reason":"no"}""");
        Assert.Equal((HttpStatusCode.OK, 4), (status, Audit.Latest(9).Count));
        (status, _) = await JudgeAsync("fixed", $$"""{"fingerprints":["{{Name(1)}}"],"who":"ana","reason":"build 7"}""");
        Assert.Equal((HttpStatusCode.OK, 1), (status, Number(await GetAsync("state=fixed"), "total")));
    }

    [Theory]
    [InlineData("""{"who":"ana","reason":"x"}""", HttpStatusCode.BadRequest, "must be an array of 1 to 1000 fingerprints")]
    [InlineData("""{"fingerprints":[],"who":"ana","reason":"x"}""", HttpStatusCode.BadRequest, "must be an array of 1 to 1000 fingerprints")]
    [InlineData("""{"fingerprints":["f"],"who":"ana"}""", HttpStatusCode.BadRequest, "'reason' is missing")]
    [InlineData("""{"fingerprints":["f"],"who":"ana","reason":"x"}""", HttpStatusCode.NotFound, "There is no divergence f.")]
    public async Task ManyAtOnce_WhatMakesNoSense_IsRefused(string body, HttpStatusCode status, string expected)
    {
        var (answered, answer) = await JudgeAsync("fixed", body);
        Assert.Equal(status, answered);
        Assert.Contains(expected, $"{answer}", StringComparison.Ordinal);
    }

    private GatewayDatabase Database => _host.Services.GetRequiredService<GatewayDatabase>();

    private HostAudit Audit => new(Database);

    /// <summary>Each fourth is critical; a later one was seen more often and later, and first seen earlier.</summary>
    private Task FillAsync(int count) => Database.WriteAsync(
        connection =>
        {
            for (var i = 0; i < count; i++)
            {
                FindingsTable.Upsert(connection, Name(i), new("status", $"body /n{i}", i % 4 == 0 ? "type" : "value", 200, 200, null, i + 1, Start.AddHours(-i), Start.AddHours(i), 0, 0));
                var answer = new StoredResponse(200, "OK", [], new("text", 2, "{}"), null);
                FindingsTable.TryInsert(
                    connection, "status", new(Start.AddSeconds(i), "legacy", new("GET", "/x", [], new("empty", 0)), answer, answer), [new(Name(i), $"body /n{i}", $"\"a\u001b{i}\"", "\"b\"")], 3);
            }
        },
        durable: false,
        Token);

    private static string Name(int i) => $"{i:D16}";

    private static int Number(JsonElement answer, string name) => answer.GetProperty(name).GetInt32();

    private async Task<JsonElement> GetAsync(string query) => JsonElement.Parse(await _host.Client.GetStringAsync($"/api/divergences?{query}", Token));

    private async Task<(HttpStatusCode Status, JsonElement Answer)> JudgeAsync(string verb, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _host.Client.PostAsync($"/api/divergences/{verb}", content, Token);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token)));
    }
}

public sealed class SqliteDivergenceListTests() : DivergenceListTests(TestEngine.Sqlite());

public sealed class PostgresqlDivergenceListTests() : DivergenceListTests(TestEngine.Postgresql());
