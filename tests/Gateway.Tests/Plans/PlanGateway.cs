using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Plans;

namespace Strangler.Gateway.Tests.Plans;

/// <summary>A gateway whose clock the test moves, with the plan <c>quick</c> in its <c>features.json</c>.</summary>
internal sealed class PlanGateway : IAsyncDisposable
{
    public const string Quick = """
        "plans": { "quick": { "steps": [
          { "stage": "shadow", "hold": "00:10:00" }, { "stage": "canary", "percentage": 5, "hold": "00:10:00" }, { "stage": "live" }] } },
        """;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero));

    /// <param name="folder">To be kept over a restart; null for one of its own.</param>
    /// <param name="plans">The member of <c>features.json</c>.</param>
    public PlanGateway(string? folder = null, string plans = Quick)
    {
        App = new GatewayApp(new Uri("http://127.0.0.1:1"), folder is null ? [] : [("Config", folder)]).With(services => services.AddSingleton<TimeProvider>(_clock));
        var text = File.ReadAllText(App.FeaturesPath);
        if (!text.Contains("\"plans\"", StringComparison.Ordinal))
            File.WriteAllText(App.FeaturesPath, text.Insert(text.IndexOf('{', StringComparison.Ordinal) + 1, plans));
    }

    public GatewayApp App { get; }

    public PlanGateway Start()
    {
        App.Start();
        return this;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>Time passes, and the plans are looked at.</summary>
    public async Task ElapseAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await App.Services.GetRequiredService<PlanRunner>().TickAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Time passes for all but the plans, such as for the watch of the files.</summary>
    public void Tick() => _clock.Advance(TimeSpan.FromMilliseconds(100));

    public Task<HttpResponseMessage> PromoteAsync(string route, bool force = true, string plan = "quick", bool dryRun = false) =>
        App.PostAsync("/api/plans", new JsonObject { ["routes"] = new JsonArray(route), ["plan"] = plan, ["force"] = force, ["dry_run"] = dryRun, ["who"] = "ana", ["reason"] = "parity since Monday" });

    public Task<HttpResponseMessage> SteerAsync(string route, string verb) =>
        App.PostAsync($"/api/routes/{route}/plan/{verb}", new JsonObject { ["who"] = "ben", ["reason"] = "the weekend" });

    public async Task<string?> StageAsync(string route)
    {
        var row = await RowAsync(route);
        return (decimal?)row["percentage"] is { } percentage ? $"{row["stage"]} {percentage} %" : (string?)row["stage"];
    }

    /// <summary>State, step and what is in the way; empty when none is under way.</summary>
    public async Task<string> PlanAsync(string route) =>
        (await RowAsync(route))["plan"] is { } plan ? $"{plan["state"]} {plan["step"]} {plan["because"]}".TrimEnd() : "";

    /// <summary>The same of the list, which has those that ended too.</summary>
    public async Task<string> ListedAsync(string route)
    {
        var plan = JsonNode.Parse(await App.Management.GetStringAsync("/api/plans", TestContext.Current.CancellationToken))!["routes"]!.AsArray().Single(plan => (string?)plan!["route"] == route)!;
        return $"{plan["state"]} {plan["step"]} {plan["because"]}".TrimEnd();
    }

    private async Task<JsonNode> RowAsync(string route) => (await App.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == route)!;
}
