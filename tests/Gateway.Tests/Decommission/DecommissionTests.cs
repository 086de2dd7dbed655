using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Contract.Management;
using Strangler.Gateway.Tests.Stores;
using Strangler.Testing;
using Strangler.Testing.Stores;

namespace Strangler.Gateway.Tests.Decommission;

public abstract class DecommissionTests(TestEngine engine) : EngineTests(engine)
{
    [Fact]
    public async Task WhoReachesLegacy_IsCountedByRouteReasonAndCaller_AndOutlivesARestart()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync();
        await using (var gateway = new GatewayApp(legacy.Address, [("Config", folder.Path), .. Place().Settings]).With("live", "server_info").Start())
        {
            await SendAsync(gateway, "/api/status", "curl/8.5.0", 3);
            await SendAsync(gateway, "/api/server_info", "curl/8.5.0", 2); // modern's
            await SendAsync(gateway, "/no/such/path", "Mozilla/5.0 (X11)", 1);
            (await gateway.PostAsync("/api/legacy-only", new() { ["enabled"] = true, ["who"] = "test", ["reason"] = "test" })).EnsureSuccessStatusCode();
            await SendAsync(gateway, "/api/server_info", "script", 1);
            var answer = await UntilAsync(gateway, 5);

            Assert.False(answer.CanBeSwitchedOff);
            Assert.Equal(
                [("server_info", "live", "legacy-only", "127.0.0.1 script", 1L), ("static", "legacy", "flag", "127.0.0.1 browser", 1L), ("status", "legacy", "flag", "127.0.0.1 curl/8.5.0", 3L)],
                answer.Use.Select(use => (use.Route, use.Stage, use.Why, use.Caller, use.Count)).OrderBy(use => use.Route, StringComparer.Ordinal));
            Assert.Equal(answer.Use.Max(use => use.Last), answer.LastReached);
            Assert.Contains(answer.Missing, missing => missing.StartsWith("The switch legacy-only is on", StringComparison.Ordinal));
            Assert.Contains(answer.Missing, missing => missing.Contains("not at complete: ", StringComparison.Ordinal) && missing.Contains("server_info (live)", StringComparison.Ordinal));
            Assert.Contains("5 requests reached legacy in the last 7 days, of server_info, static, status.", answer.Missing);
            Assert.Contains(answer.Missing, missing => missing.StartsWith("It is counted only since ", StringComparison.Ordinal));

            var page = WebUtility.HtmlDecode(await gateway.Management.GetStringAsync("/decommission", Token));
            Assert.Contains("<h2>Not yet</h2>", page, StringComparison.Ordinal);
            Assert.All(answer.Missing, missing => Assert.Contains($"<li>{missing}</li>", page, StringComparison.Ordinal));
            Assert.All(answer.Use, use => Assert.Contains($"<td class=\"text\">{use.Caller}</td>", page, StringComparison.Ordinal));
        }

        await using var next = new GatewayApp(legacy.Address, [("Config", folder.Path), .. Place().Settings]).Start();
        await SendAsync(next, "/api/status", "curl/8.5.0", 1);
        Assert.Equal(4, (await UntilAsync(next, 6)).Use.Where(use => use.Route == "status").Sum(use => use.Count));
    }

    [Fact]
    public async Task NothingForSoLong_EverythingComplete_SaysThatItCanBeSwitchedOff()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, [.. Place().Settings]).With(services => services.AddSingleton<TimeProvider>(time));
        var routes = JsonDocument.Parse(await File.ReadAllTextAsync(gateway.FeaturesPath, Token)).RootElement.GetProperty("feature_management").GetProperty("feature_flags")
            .EnumerateArray().Select(flag => flag.GetProperty("id").GetString()!).Where(id => id.StartsWith("cutover.", StringComparison.Ordinal)).Select(id => id["cutover.".Length..]).ToArray();
        gateway.With("complete", routes).Start();
        var first = await AnswerAsync(time, gateway, answer => answer.CountedSince is not null);
        Assert.StartsWith("It is counted only since ", Assert.Single(first.Missing), StringComparison.Ordinal);

        time.AdjustTime(time.GetUtcNow().AddDays(8)); // and no timer fires for each second of them

        var answer = await AskAsync(gateway, 7);
        Assert.True(answer.CanBeSwitchedOff, string.Join(" ", answer.Missing));
        Assert.Contains("Every route is complete, and nothing has reached legacy in the last 7 days.", await gateway.Management.GetStringAsync("/decommission", Token), StringComparison.Ordinal);
        Assert.False((await AskAsync(gateway, 9)).CanBeSwitchedOff);

        // Of what is too old to be kept nothing is known.
        time.AdjustTime(time.GetUtcNow().AddDays(100));
        Assert.True((await AskAsync(gateway, 29)).CanBeSwitchedOff);
        Assert.StartsWith("It is counted only since ", Assert.Single((await AskAsync(gateway, 31)).Missing), StringComparison.Ordinal);
        Assert.Null(answer.LastReached);
    }

    /// <summary>A thousand names a day fill no table.</summary>
    [Fact]
    public async Task ManyCallers_AreOthersInTheEnd()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, [.. Place().Settings]).Start();
        using var client = gateway.Public;
        for (var number = 0; number < 150; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
            request.Headers.TryAddWithoutValidation("User-Agent", $"Agent/{number}");
            await client.SendAsync(request, Token);
        }

        var answer = await UntilAsync(gateway, 150);
        Assert.Equal(101, answer.Use.Count);
        Assert.Equal(50, answer.Use.Single(use => use.Caller == "others").Count);
    }

    [Fact]
    public async Task Days_OutOfRange_IsRefused()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, [.. Place().Settings]).Start();
        foreach (var days in new[] { "0", "3651", "x" })
            Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Management.GetAsync($"/api/decommission?days={days}", Token)).StatusCode);
    }

    private static async Task SendAsync(GatewayApp gateway, string path, string agent, int times)
    {
        using var client = gateway.Public;
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        for (var time = 0; time < times; time++)
            await client.GetStringAsync(path, Token);
    }

    /// <summary>What is counted is written a moment later.</summary>
    private static async Task<DecommissionResponse> UntilAsync(GatewayApp gateway, long requests)
    {
        DecommissionResponse? answer = null;
        await Eventually.IsTrueAsync(async () => (answer = await AskAsync(gateway, 7)).Use.Sum(use => use.Count) >= requests, Token, $"{requests} requests in the database");
        return answer!;
    }

    private static async Task<DecommissionResponse> AnswerAsync(FakeTimeProvider time, GatewayApp gateway, Predicate<DecommissionResponse> isRight)
    {
        DecommissionResponse? answer = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return isRight(answer = await AskAsync(gateway, 7));
            },
            Token,
            "the first write");
        return answer!;
    }

    private static async Task<DecommissionResponse> AskAsync(GatewayApp gateway, int days) =>
        JsonSerializer.Deserialize(await gateway.Management.GetStringAsync($"/api/decommission?days={days}", Token), ManagementJson.Default.DecommissionResponse)!;
}

public sealed class SqliteDecommissionTests() : DecommissionTests(TestEngine.Sqlite());

public sealed class PostgresqlDecommissionTests() : DecommissionTests(TestEngine.Postgresql());
