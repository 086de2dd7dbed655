using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Contract;
using Strangler.Gateway.Plans;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Plans;

/// <summary>Plans in a gateway whose clock the test moves.</summary>
public sealed class PlanTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10), Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_TakesEachStep_OnceTheOneBeforeHasHeld()
    {
        await using var gateway = new PlanGateway().Start();
        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        Assert.Equal(("shadow", "running 1"), (await gateway.StageAsync("status"), await gateway.PlanAsync("status")));

        await gateway.ElapseAsync(Hold - Second);
        Assert.Equal("shadow", await gateway.StageAsync("status"));
        await gateway.ElapseAsync(Second);
        Assert.Equal(("canary 5 %", "running 2"), (await gateway.StageAsync("status"), await gateway.PlanAsync("status")));

        await gateway.ElapseAsync(Hold - Second);
        Assert.Equal("canary 5 %", await gateway.StageAsync("status"));
        await gateway.ElapseAsync(Second);
        Assert.Equal(("live", "", "done 3"), (await gateway.StageAsync("status"), await gateway.PlanAsync("status"), await gateway.ListedAsync("status")));
        Assert.Collection(
            (await gateway.App.AuditAsync()).Select(entry => $"{entry!["who"]}: {entry["before"]} > {entry["after"]}: {entry["why"]}"),
            entry => Assert.Equal("plans: live > live: plan quick, done at step 3 of 3", entry),
            entry => Assert.StartsWith("ana: canary 5 % > live: plan quick, step 3 of 3: parity since Monday [forced: 'status' is below the promotion gate for live: comparisons: ", entry, StringComparison.Ordinal),
            entry => Assert.StartsWith("ana: shadow > canary 5 %: plan quick, step 2 of 3: parity since Monday [forced: ", entry, StringComparison.Ordinal),
            entry => Assert.Equal("ana: legacy > shadow: plan quick, step 1 of 3: parity since Monday", entry),
            entry => Assert.Equal("ana: legacy > legacy: plan quick, started (shadow, canary 5 %, live): parity since Monday", entry));
    }

    [Fact]
    public async Task Step_BelowTheGate_Waits_AndSaysTheCriterion()
    {
        await using var gateway = new PlanGateway().Start();
        (await gateway.PromoteAsync("status", force: false)).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold);
        await gateway.ElapseAsync(Hold);

        Assert.Equal("shadow", await gateway.StageAsync("status"));
        Assert.StartsWith("running 1 'status' is below the promotion gate for canary 5 %: comparisons: 0 compared", await gateway.PlanAsync("status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Criteria_OfThePlan_AreThoseThatCount()
    {
        await using var gateway = new PlanGateway(plans: PlanGateway.Quick.Replace("\"steps\"", "\"criteria\": [\"critical\", \"accepted\"], \"steps\"", StringComparison.Ordinal)).Start();
        (await gateway.PromoteAsync("status", force: false)).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold);

        Assert.Equal("canary 5 %", await gateway.StageAsync("status"));
    }

    [Theory]
    [InlineData("rollback")]
    [InlineData("set")]
    [InlineData("edit")]
    public async Task Route_TakenBackBySomebody_AbortsThePlan_AndNothingMovesIt(string how)
    {
        await using var gateway = new PlanGateway().Start();
        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold);
        Assert.Equal("canary 5 %", await gateway.StageAsync("status"));

        if (how == "rollback")
            await gateway.App.PostAsync("/api/rollback", new JsonObject { ["route"] = "status", ["who"] = "ben", ["reason"] = "errors" });
        else if (how == "set")
            await gateway.App.PostAsync("/api/routes/status/stage", GatewayApp.Move("legacy", force: false, "ben"));
        else
            await EditAsync(gateway, file => file.SetStage("status", "legacy"), "legacy");
        await gateway.App.PostAsync("/api/routes/status/stage", GatewayApp.Move("canary 5 %", force: true, "ben"));
        await gateway.ElapseAsync(Hold);
        await gateway.ElapseAsync(Hold);

        var who = how == "edit" ? "features.json" : "ben";
        Assert.Equal(("canary 5 %", $"aborted 2 {who} took the route back from canary 5 % to legacy"), (await gateway.StageAsync("status"), await gateway.ListedAsync("status")));
        Assert.Contains(await gateway.App.AuditAsync(), entry => (string?)entry!["why"] == $"plan quick, aborted at step 2 of 3: {who} took the route back from canary 5 % to legacy");
    }

    [Fact]
    public async Task Route_MovedForwardBySomebody_PausesThePlan_WhichGoesOnFromThere()
    {
        await using var gateway = new PlanGateway().Start();
        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        await gateway.App.SetStageAsync("status", "canary 7 %");
        await gateway.ElapseAsync(Hold + Hold);
        Assert.Equal("paused 2 test moved the route from shadow to canary 7 %; it goes on from there once it is resumed", await gateway.PlanAsync("status"));

        (await gateway.SteerAsync("status", "resume")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold - Second);
        Assert.Equal("canary 7 %", await gateway.StageAsync("status"));
        await gateway.ElapseAsync(Second);
        Assert.Equal("live", await gateway.StageAsync("status"));
    }

    [Fact]
    public async Task LegacyOnly_PausesEveryPlan_AndNoneIsStartedOrResumed()
    {
        await using var gateway = new PlanGateway().Start();
        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        await gateway.App.PostAsync("/api/legacy-only", new JsonObject { ["enabled"] = true, ["who"] = "ben", ["reason"] = "3 a.m." });
        Assert.Equal("paused 1 ben turned legacy-only on", await gateway.PlanAsync("status"));
        await RefusedAsync(HttpStatusCode.Conflict, "Legacy answers every route", gateway.SteerAsync("status", "resume"), gateway.PromoteAsync("health"));

        await gateway.App.PostAsync("/api/legacy-only", new JsonObject { ["enabled"] = false, ["who"] = "ben", ["reason"] = "day" });
        await gateway.ElapseAsync(Hold + Hold);
        Assert.Equal("shadow", await gateway.StageAsync("status"));
        (await gateway.SteerAsync("status", "resume")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold);
        Assert.Equal("canary 5 %", await gateway.StageAsync("status"));
    }

    [Fact]
    public async Task Pause_StopsTheHold_AndAbortLeavesTheRoute()
    {
        await using var gateway = new PlanGateway().Start();
        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold / 2);
        (await gateway.SteerAsync("status", "pause")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold);
        Assert.Equal("paused 1 ben: the weekend", await gateway.PlanAsync("status"));
        (await gateway.SteerAsync("status", "resume")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync((Hold / 2) - Second);
        Assert.Equal("shadow", await gateway.StageAsync("status"));
        await gateway.ElapseAsync(Second);
        Assert.Equal("canary 5 %", await gateway.StageAsync("status"));

        (await gateway.SteerAsync("status", "abort")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold);
        Assert.Equal(("canary 5 %", "aborted 2 ben: the weekend"), (await gateway.StageAsync("status"), await gateway.ListedAsync("status")));
        await RefusedAsync(HttpStatusCode.NotFound, "has no plan under way", gateway.SteerAsync("status", "resume"));
        Assert.Equal(
            ["aborted at step 2 of 3: the weekend", "resumed at step 1 of 3: the weekend", "paused at step 1 of 3: the weekend"],
            (await gateway.App.AuditAsync()).Where(entry => (string?)entry!["who"] == "ben").Select(entry => ((string)entry!["why"]!)["plan quick, ".Length..]));
    }

    [Fact]
    public async Task Restart_GoesOn_AndTheTimeBetweenIsNotHeld()
    {
        using var folder = new TemporaryFolder();
        await using (var gateway = new PlanGateway(folder.Path).Start())
        {
            (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
            await gateway.ElapseAsync(Hold / 2);
        }

        await using var again = new PlanGateway(folder.Path).Start();
        await again.ElapseAsync((Hold / 2) - Second);
        Assert.Equal(("shadow", "running 1"), (await again.StageAsync("status"), await again.PlanAsync("status")));
        await again.ElapseAsync(Second);
        Assert.Equal("canary 5 %", await again.StageAsync("status"));
    }

    /// <summary>As where the gateway is killed between a step and its note of it.</summary>
    [Theory]
    [InlineData("canary 5 %", "running 2")]
    [InlineData("live", "aborted 3 somebody, while the plan was not known, moved the route to live, so no step is left")]
    [InlineData("legacy", "aborted 1 somebody, while the plan was not known, took the route back from shadow to legacy")]
    public async Task Restart_RouteIsElsewhere_StepThatWasTakenIsNotTakenTwice(string stage, string expected)
    {
        using var folder = new TemporaryFolder();
        await using (var gateway = new PlanGateway(folder.Path).Start())
        {
            (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
            await gateway.ElapseAsync(Hold / 2);
        }

        await using var again = new PlanGateway(folder.Path);
        again.App.With(stage, "status");
        again.Start();
        Assert.Equal(expected, await again.ListedAsync("status"));
        await again.ElapseAsync(Hold - Second);
        Assert.Equal(stage, await again.StageAsync("status"));
    }

    [Fact]
    public async Task Edit_OfAPlanUnderWay_ChangesNothingOfIt_AndIsSaid()
    {
        await using var gateway = new PlanGateway().Start();
        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        await File.WriteAllTextAsync(gateway.App.FeaturesPath, (await File.ReadAllTextAsync(gateway.App.FeaturesPath, Token)).Replace("\"percentage\": 5", "\"percentage\": 50", StringComparison.Ordinal), Token);
        await Eventually.IsTrueAsync(
            async () =>
            {
                gateway.Tick();
                return (await gateway.App.Management.GetStringAsync("/api/plans", Token)).Contains("\"is_edited\":true", StringComparison.Ordinal);
            },
            Token);
        await gateway.ElapseAsync(Hold);

        Assert.Equal("canary 5 %", await gateway.StageAsync("status"));
    }

    [Fact]
    public async Task Deadline_PausesThePlan_AndAResumeGivesItAnother()
    {
        await using var gateway = new PlanGateway(plans: PlanGateway.Quick.Replace("\"steps\"", "\"deadline\": \"00:15:00\", \"steps\"", StringComparison.Ordinal)).Start();
        (await gateway.PromoteAsync("status", force: false)).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Hold);
        await gateway.ElapseAsync(Hold);
        Assert.StartsWith("paused 1 its deadline of 00:15:00 is over; in the way was: 'status' is below the promotion gate", await gateway.PlanAsync("status"), StringComparison.Ordinal);

        (await gateway.SteerAsync("status", "resume")).EnsureSuccessStatusCode();
        await gateway.ElapseAsync(Second);
        Assert.StartsWith("running 1 'status' is below", await gateway.PlanAsync("status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadRequests_AreRefused_AndNothingBegins()
    {
        await using var gateway = new PlanGateway();
        gateway.App.With("live", "health");
        gateway.Start();
        await RefusedAsync(HttpStatusCode.NotFound, "There is no plan 'quik'; did you mean 'quick'? The plans are ", gateway.PromoteAsync("status", plan: "quik"));
        await RefusedAsync(HttpStatusCode.NotFound, "There is no route 'stauts'; did you mean 'status'?", gateway.PromoteAsync("stauts"), gateway.SteerAsync("stauts", "pause"));
        await RefusedAsync(HttpStatusCode.Conflict, "The route 'health' is at live already: the plan 'quick' ends at live.", gateway.PromoteAsync("health"));
        await RefusedAsync(HttpStatusCode.NotFound, "The route 'status' has no plan under way.", gateway.SteerAsync("status", "pause"));
        await RefusedAsync(
            HttpStatusCode.BadRequest, "either 'routes', a list of names, or 'all'",
            gateway.App.PostAsync("/api/plans", new JsonObject { ["who"] = "ana", ["reason"] = "x" }),
            gateway.App.PostAsync("/api/plans", new JsonObject { ["routes"] = new JsonArray((JsonNode?)null), ["who"] = "ana", ["reason"] = "x" }),
            gateway.App.PostAsync("/api/plans", new JsonObject { ["routes"] = new JsonArray("status"), ["all"] = true, ["who"] = "ana", ["reason"] = "x" }));
        await RefusedAsync(
            HttpStatusCode.NotFound, "There is no route 'nope'",
            gateway.App.PostAsync("/api/plans", new JsonObject { ["routes"] = new JsonArray("status", "nope"), ["who"] = "ana", ["reason"] = "x" }));
        Assert.Equal("legacy", await gateway.StageAsync("status"));

        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        await RefusedAsync(HttpStatusCode.Conflict, "The route 'status' has a plan already: 'quick', running at step 1 of 3. Abort it first.", gateway.PromoteAsync("status"));
    }

    [Fact]
    public async Task All_AreThoseThatHaveSomethingBeforeThem()
    {
        await using var gateway = new PlanGateway();
        gateway.App.With("live", "health");
        gateway.Start();
        (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
        using var answer = await gateway.App.PostAsync("/api/plans", new JsonObject { ["all"] = true, ["who"] = "ana", ["reason"] = "x" });
        var routes = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["routes"]!.AsArray().Select(plan => (string?)plan!["route"]).ToList();

        Assert.Contains("perf", routes);
        Assert.DoesNotContain("status", routes);
        Assert.DoesNotContain("health", routes);
        Assert.Equal("shadow", await gateway.StageAsync("perf"));
    }

    [Fact]
    public async Task DryRun_ShowsTheStepsAndTheGate_AndBeginsNothing()
    {
        await using var gateway = new PlanGateway().Start();
        using var answer = await gateway.PromoteAsync("status", force: false, plan: "default", dryRun: true);
        var plan = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["routes"]![0]!;

        Assert.Equal(("dry-run", 5), ((string?)plan["state"], plan["steps"]!.AsArray().Count));
        Assert.StartsWith("the promotion gate says now: comparisons: ", (string?)plan["because"], StringComparison.Ordinal);
        Assert.Equal(("legacy", ""), (await gateway.StageAsync("status"), await gateway.PlanAsync("status")));
        Assert.Empty(await gateway.App.AuditAsync());
    }

    [Fact]
    public async Task Database_OfANewerVersion_NoPlanBegins_AndTheBoardSaysSo()
    {
        using var folder = new TemporaryFolder();
        await using (new PlanGateway(folder.Path).Start())
        {
        }

        using (var connection = Open(folder.Combine("gateway.db")))
            Execute(connection, "PRAGMA user_version = 99");

        await using var gateway = new PlanGateway(folder.Path).Start();
        await RefusedAsync(HttpStatusCode.InternalServerError, "Which plans there are is not known before the database can be used, and none goes on: ", gateway.PromoteAsync("status"));
        Assert.Contains("schema version 99", (string?)(await gateway.App.BoardAsync())["plans_problem"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_IsBegunAnew_PausesThePlan_AndHasItAgain()
    {
        using var folder = new TemporaryFolder();
        await using (var gateway = new PlanGateway(folder.Path).Start())
        {
            (await gateway.PromoteAsync("status")).EnsureSuccessStatusCode();
            var table = gateway.App.Services.GetServices<IStoreFeature>().OfType<PlanTable>().Single();
            using (var emptied = Open(folder.Combine("another.db")))
                table.BeginAnew(emptied);
            await gateway.ElapseAsync(Hold);
            Assert.Equal("shadow", await gateway.StageAsync("status"));
        }

        await using var again = new PlanGateway(folder.Path).Start();
        Assert.Equal("paused 1 gateway.db was begun anew, without the evidence that the gate had", await again.PlanAsync("status"));
    }

    [Fact]
    public async Task Database_IsLockedAtTheStart_NothingGoesOn_UntilItIsFree()
    {
        using var folder = new TemporaryFolder();
        await using (var before = new PlanGateway(folder.Path).Start())
            (await before.PromoteAsync("status")).EnsureSuccessStatusCode();

        await using var gateway = new PlanGateway(folder.Path);
        using (var other = Open(folder.Combine("gateway.db")))
        {
            Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
            gateway.Start();
            await gateway.ElapseAsync(Hold);
            await gateway.ElapseAsync(Hold);
            Assert.Equal(("shadow", ""), (await gateway.StageAsync("status"), await gateway.PlanAsync("status")));
            Assert.Contains("another program holds the file", (string?)(await gateway.App.BoardAsync())["plans_problem"], StringComparison.Ordinal);
        }

        await Eventually.IsTrueAsync(
            async () =>
            {
                gateway.Tick();
                return await gateway.PlanAsync("status") == "running 1";
            },
            Token);
        await gateway.ElapseAsync(Hold);
        Assert.Equal("canary 5 %", await gateway.StageAsync("status"));
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task EditAsync(PlanGateway gateway, Func<FeaturesFile, FeaturesFile> edit, string until)
    {
        edit(FeaturesFile.Load(gateway.App.FeaturesPath)).SaveAtomically();
        await Eventually.IsTrueAsync(
            async () =>
            {
                gateway.Tick();
                return await gateway.StageAsync("status") == until;
            },
            Token);
    }

    private static async Task RefusedAsync(HttpStatusCode status, string said, params Task<HttpResponseMessage>[] answers)
    {
        foreach (var answer in answers)
        {
            using var response = await answer;
            Assert.Contains(said, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.Equal(status, response.StatusCode);
        }
    }
}
