using System.Globalization;
using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Shadow;

/// <summary>Exchanges of a job that one side owns: counted, judged by shape, and evidence for the gate.</summary>
public sealed class PinnedExchangeTests
{
    private static readonly (string, string)[] Low =
    [
        ("ShadowDiff:ShapeMinimumSamples", "3"), ("ShadowDiff:ShapeMinimumJobs", "3"), ("Gate:MinComparisons", "6"), ("Gate:MinParity", "0.5"), ("Gate:MaxLatencyFactor", "1000"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JobsOfBothSides_AreCounted_AndModernsPassTheGateByShape()
    {
        var (route, page) = await PlayAsync(body => body);

        Assert.Equal((12, 0, 0), ((int)route["eligible"]!, (int)route["compared"]!, route["uncompared"]!.AsObject().Count));
        Assert.Equal((6, 6), ((int)route["pinned"]!["legacy"]!["total"]!, (int)route["pinned"]!["modern"]!["matched"]!));
        Assert.Empty(route["divergences"]!.AsArray());
        Assert.All(route["gate"]!["criteria"]!.AsArray(), criterion => Assert.True((bool)criterion!["met"]!, criterion.ToJsonString()));
        Assert.Equal((12, 0, 12, 6, "6 / 0"), (Figure(page, "Eligible"), Figure(page, "Compared"), Figure(page, "Of one side's own jobs"), Figure(page, "Of these, legacy's"), Fact(page, "Of these, alike / on purpose")));
        Assert.StartsWith("6 judged by shape, since a job belongs to one side, since ", (string?)route["gate"]!["criteria"]![0]!["figures"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"percentage\":100", "\"percentage\":\"100\"", "type body /progress/percentage")]
    [InlineData(",\"message\":\"Backup completed successfully!\"", "", "missing body /message")]
    [InlineData("completed successfully", "done", "shape body /message")]
    [InlineData("\"COMPLETED\"", "\"DONE\"", "shape body /phase")]
    public async Task Fault_IsAFindingLikeAnyOther_AndDoesNotPass(string right, string wrong, string found)
    {
        var (route, page) = await PlayAsync(body => body.Replace(right, wrong, StringComparison.Ordinal));

        var divergence = Assert.Single(route["divergences"]!.AsArray())!;
        Assert.Equal(found, $"{divergence["kind"]} {divergence["path"]}");
        Assert.Equal("modern", (string?)divergence["example"]!["served_by"]);
        Assert.Equal(3, (int)route["pinned"]!["modern"]!["diverged"]!);
        Assert.Equal((6, 3, "3 / 0"), (Figure(page, "Judged by shape"), Figure(page, "Diverged"), Fact(page, "Of these, alike / on purpose")));
        Assert.Contains("""<span class="mark blocked">""", page, StringComparison.Ordinal);
        Assert.Contains(route["gate"]!["criteria"]!.AsArray(), criterion => !(bool)criterion!["met"]!);
    }

    [Fact]
    public async Task Traces_AreEvidenceOfTheBuild_AndAudited()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("shadow", "job_status").Start();
        JsonObject Traces(string route, int compared, int diverged, params string[] divergences) => new()
        {
            ["who"] = "quinn",
            ["reason"] = "nightly",
            ["jobs"] = 5,
            ["routes"] = new JsonArray(new JsonObject { ["route"] = route, ["compared"] = compared, ["diverged"] = diverged, ["divergences"] = new JsonArray([.. divergences.Select(one => (JsonNode)one)]) }),
        };

        foreach (var wrong in new[] { Traces("none", 1, 0), Traces("job_status", 0, 0), Traces("job_status", 1, 2, "x"), Traces("job_status", 1, 1), Traces("job_status", 1, 1, "a\nb") })
            Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/api/traces", wrong)).StatusCode);

        (await gateway.PostAsync("/api/traces", Traces("job_status", 20, 1, "value at body /message"))).EnsureSuccessStatusCode();
        var refused = await (await gateway.PostAsync("/api/routes/job_status/stage", new JsonObject { ["stage"] = "live", ["who"] = "ana", ["reason"] = "x" })).Content.ReadAsStringAsync(Token);
        Assert.Contains("comparisons: 20 steps of 5 traced jobs a side since ", refused, StringComparison.Ordinal);
        Assert.Contains("critical: 1 standing: value at body /message of a traced job", refused, StringComparison.Ordinal);

        (await gateway.PostAsync("/api/traces", Traces("job_status", 20, 0))).EnsureSuccessStatusCode();
        refused = await (await gateway.PostAsync("/api/routes/job_status/stage", new JsonObject { ["stage"] = "live", ["who"] = "ana", ["reason"] = "x" })).Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain("critical", refused, StringComparison.Ordinal);
        Assert.Equal(
            ["job_status/traces: 5 jobs a side: 20 steps compared, 0 differ", "job_status/traces: 5 jobs a side: 20 steps compared, 1 differ"],
            (await gateway.AuditAsync()).Where(entry => (string?)entry!["who"] == "quinn").Select(entry => $"{entry!["route"]}: {entry["after"]}"));
    }

    /// <summary>Three jobs of legacy's and three of modern's, each asked for while it runs and at its end; returns the report of the route, and its page.</summary>
    private static async Task<(JsonNode Route, string Page)> PlayAsync(Func<string, string> modern)
    {
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            var answer = Answer(context.Request);
            context.Response.ContentType = MediaTypeNames.Application.Json;
            (context.Response.ContentLength, context.Response.Headers.AccessControlAllowOrigin) = (Encoding.UTF8.GetByteCount(answer), "*"); // as Flask's
            return context.Response.WriteAsync(answer, context.RequestAborted);
        });
        var jobs = new FakeJobs();
        ModuleFault answers = new("job_status", "GET", "/api/status", "", (response, _) => modern(Answer(response.HttpContext.Request)));
        await using var gateway = new GatewayApp(legacy.Address, Low)
            .With("shadow", "job_status")
            .With(services => services.AddSingleton<MatcherPolicy>(new FaultyModules([answers])).AddSingleton<IJobDirectory>(jobs))
            .Start();
        using var client = gateway.Public;
        for (var number = 0; number < 6; number++)
        {
            if (number < 3)
                gateway.Services.GetRequiredService<LegacyJobs>().Learn($"job{number}");
            else
                jobs.Owned[$"job{number}"] = [];
            foreach (var moment in new[] { "runs", "ended" })
                await client.GetStringAsync($"/api/status?job_id=job{number}&moment={moment}", Token);

            // One after the other: what legacy's are like is known before modern's come.
            await Eventually.GetAsync(() => RouteAsync(gateway), route => route is not null && (int)route["eligible"]! == 2 * (number + 1), Token);
        }

        using var management = gateway.Management;
        return ((await RouteAsync(gateway))!, await management.GetStringAsync("/reports/job_status", Token));
    }

    /// <summary>What the page shows beside a name.</summary>
    private static string Fact(string page, string name) => Regex.Match(WebUtility.HtmlDecode(page), $"<dt>{Regex.Escape(name)}</dt><dd[^>]*>([^<]*)</dd>").Groups[1].Value;

    private static int Figure(string page, string name) => int.Parse(Fact(page, name), CultureInfo.InvariantCulture);

    private static async Task<JsonNode?> RouteAsync(GatewayApp gateway)
    {
        using var management = gateway.Management;
        return JsonNode.Parse(await management.GetStringAsync("/api/reports", Token))!["routes"]!.AsArray().SingleOrDefault(route => (string)route!["route"]! == "job_status");
    }

    private static string Answer(HttpRequest request)
    {
        var (ended, file) = (request.Query["moment"] == "ended", $"{Regex.Replace(request.Query["job_id"].ToString(), "[^0-9]", "")}.txt");
        return $$$"""{"backing_up":{{{(ended ? "false" : "true")}}},"phase":"{{{(ended ? "COMPLETED" : "BACKUP_IN_PROGRESS")}}}","message":"{{{(ended ? "Backup completed successfully!" : $"Starting backup of {file}...")}}}","progress":{"current_file":"{{{file}}}","percentage":{{{(ended ? 100 : 0)}}} } }""";
    }
}
