using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.ShadowDiff.Trials;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Trials;

/// <summary>A trial beside live traffic: it finds what it has seeded, and neither clients nor the evidence see anything of it.</summary>
public abstract class FaultTrialTests(TestEngine engine) : EngineTests(engine)
{
    private const string Body = """{"a":true,"b":7,"c":"text"}""";

    [Fact]
    public async Task Trial_FindsWhatItSeeds_AndTheEvidenceIsUntouched()
    {
        await using var host = await StartAsync(Body);
        await StartTrialAsync(host);
        for (var i = 0; i < 60; i++)
            Assert.Equal(Body, await AskAsync(host, i));

        var parity = await host.SettledAsync(60);
        var report = await StopAsync(host);

        Assert.Equal((60, 60), (parity.Matched, parity.Compared));
        Assert.Empty(Assert.Single((await host.ReportAsync()).Routes).Divergences);
        Assert.True(report is { State: "over", Faults: > 60, Variations: > 5, Alarms: 0, Precision: 1, Skipped: 0 }, $"{report}");
        Assert.Empty(Assert.Single(report.Routes).Missed);
        await host.Services.GetRequiredService<StoreWriter>().FlushAsync(Token);
        Assert.Equal((report.Faults, report.Found), host.Services.GetRequiredService<GatewayDatabase>().Read(connection => TrialStore.Read(connection, "status") is { } kept ? (kept.Faults, kept.Found) : default));
        Assert.Equal(12, Assert.Single(report.Routes).Kinds.Count(kind => kind.Found > 0) + 1); // no value here is a side's own: nothing drifts
    }

    /// <summary>What comes now and then stands from its third sighting on: what showed once or twice says nothing of a shadow that asks for three.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task Faults_ThatShowedOnceOrTwice_AreCountedApart(int exchanges, bool areRare)
    {
        await using var host = await StartAsync(Body);
        await StartTrialAsync(host, FaultKind.Value);
        for (var i = 0; i < exchanges; i++)
            await AskAsync(host, i);

        await host.SettledAsync(exchanges);
        var report = await StopAsync(host);
        Assert.Equal((areRare, !areRare), (report is { Faults: 0, Recall: null, Rare: > 10, RareFound: > 10 }, report is { Faults: > 10, Recall: 1 }));
        Assert.Empty(report.Routes[0].Missed);
    }

    [Theory]
    [InlineData("body /a", "body /a", true)]
    [InlineData("body", "body /a", true)]
    [InlineData("body /a/*/b", "body /a", true)]
    [InlineData("body /a", "body /ab", false)]
    [InlineData("header Vary", "header Vary", true)]
    [InlineData("header Vary", "header Allow", false)]
    [InlineData("body /jobs/{}", "body /jobs/trace", true)]
    [InlineData("body /jobs/{}/file", "body /jobs/{job_id}/file", true)]
    [InlineData("body /jobs/{}/file", "body /jobs/{job_id}/phase", false)]
    [InlineData("body /files/{}", "body /files/x", true)]
    public void Place_ThatIsReported_IsOneOfTheFault(string reported, string place, bool isHere) => Assert.Equal(isHere, FaultSite.AreOnOnePath(reported, place));

    [Fact]
    public async Task Trial_OfWhatARuleExcuses_IsMissedByItsName()
    {
        await using var host = await StartAsync(Body, """{ "rules": [{ "name": "any", "kind": "volatile", "route": "*", "at": "body /b", "action": "ignore", "reason": "Too wide." }] }""");
        await StartTrialAsync(host, FaultKind.Value);
        for (var i = 0; i < 5; i++)
            await AskAsync(host, i);

        await host.SettledAsync(5);
        var report = await StopAsync(host);
        Assert.NotEmpty(report.Routes[0].Missed);
        Assert.All(report.Routes[0].Missed, missed => Assert.Equal(("body /b", "rule: any"), (missed.Place, Assert.Single(missed.Why).Key)));
        Assert.True(report.Recall < 1);
    }

    [Fact]
    public async Task Untouched_ThatDiverge_AreNamedAsSuch()
    {
        await using var host = await StartAsync("""{"a":true,"b":8,"c":"text"}""");
        await StartTrialAsync(host, FaultKind.Type);
        await AskAsync(host, 0);
        await host.SettledAsync(1);
        var report = await StopAsync(host);
        Assert.Equal(new FalseAlarm("as answered", "", "value body /b"), Assert.Single(report.Routes[0].FalseAlarms));
    }

    /// <summary>Answers that their owner alone can give are altered too, and held against what the other side's are like.</summary>
    [Fact]
    public async Task Trial_ReachesWhatIsJudgedByShape()
    {
        var side = Side.Legacy;
        await using var host = await ShadowHost.StartAsync(Answers.Json(Body), _ => new("status", side, SideEffect.Safe, null, null, Compare: false) { IsPinned = true }, """{ "rules": [] }""", store: Place());
        for (var i = 0; i < 25; i++)
            await AskAsync(host, i);
        side = Side.Modern;
        await Strangler.Testing.Eventually.IsTrueAsync(() => host.Services.GetRequiredService<LearnedShapes>().Read("status", "GET", Side.Legacy, (own, _) => own.Samples) == 25, Token);
        await StartTrialAsync(host);
        for (var i = 0; i < 60; i++)
            Assert.Equal(Body, await AskAsync(host, i));

        await Strangler.Testing.Eventually.IsTrueAsync(() => host.Services.GetRequiredService<LearnedShapes>().Read("status", "GET", Side.Modern, (own, _) => own.Samples) == 60, Token);
        var route = Assert.Single((await StopAsync(host)).Routes);

        Assert.True(route is { ByShape: true, Exchanges: 60, Faults: > 60, Variations: > 5, Alarms: 0 }, $"{route}");
        Assert.Equal([], route.Missed.Select(missed => $"{missed.Fault} at {missed.Place}: {string.Join(", ", missed.Why.Keys)}"));
    }

    [Fact]
    public async Task Trial_IsOneAtATime_AndEndsInTime()
    {
        await using var host = await StartAsync(Body);
        var trials = host.Services.GetRequiredService<FaultTrials>();
        Assert.Equal("none", trials.Report().State);
        await StartTrialAsync(host);
        Assert.Null(await trials.StartAsync(Plan(), TimeSpan.FromMinutes(1), "ana", "again", Token));
        await StopAsync(host);
        Assert.Null(await trials.StopAsync("ana", "again", Token));

        Assert.NotNull(await trials.StartAsync(Plan(), TimeSpan.FromMilliseconds(1), "ana", "short", Token));
        await Strangler.Testing.Eventually.IsTrueAsync(() => trials.RunsUntil is null, Token);
    }

    private async Task<ShadowHost> StartAsync(string modern, string rules = """{ "rules": [] }""")
    {
        var legacy = RawServer.Answering($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        return await ShadowHost.StartAsync(Answers.Json(Body), _ => Plans.Both(legacy.Address, Answers.Json(modern)), rules, store: Place());
    }

    private static async Task StartTrialAsync(ShadowHost host, params FaultKind[] kinds) =>
        Assert.NotNull(await host.Services.GetRequiredService<FaultTrials>().StartAsync(Plan(kinds), TimeSpan.FromMinutes(5), "ana", "would we see it?", Token));

    private static async Task<TrialReport> StopAsync(ShadowHost host)
    {
        var report = await host.Services.GetRequiredService<FaultTrials>().StopAsync("ana", "enough", Token);
        Assert.NotNull(report);
        return report;
    }

    private static TrialPlan Plan(params FaultKind[] kinds) =>
        new(1, 500, (kinds.Length == 0 ? Enum.GetValues<FaultKind>() : kinds).ToHashSet(), new HashSet<string> { "status" }, null);

    private static async Task<string> AskAsync(ShadowHost host, int client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        request.Headers.TryAddWithoutValidation("User-Agent", $"client/{client % 9}");
        using var answer = await host.Client.SendAsync(request, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }
}

public sealed class SqliteFaultTrialTests() : FaultTrialTests(TestEngine.Sqlite());

public sealed class PostgresqlFaultTrialTests() : FaultTrialTests(TestEngine.Postgresql());
