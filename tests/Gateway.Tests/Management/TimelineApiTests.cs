using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Metrics;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Management;

/// <summary><c>GET /api/timeline</c>, with a clock that the test moves.</summary>
public sealed class TimelineApiTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 3, 0, 0, TimeSpan.Zero));
    private readonly GatewayApp _gateway;

    public TimelineApiTests() => _gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With(services => services.AddSingleton<TimeProvider>(_clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _gateway.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Samples_AreOfTheRoute_OrOfAll()
    {
        using var client = _gateway.Public;
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync("/api/status", Token)).StatusCode);
        await Eventually.IsTrueAsync(
            async () =>
            {
                Sample(); // the client has its answer before that is counted
                return Legacy(await ReadAsync("")) == (1, 1);
            },
            Token);

        var (status, all, health) = (await ReadAsync("?route=status"), await ReadAsync(""), await ReadAsync("?route=health"));
        Assert.Equal((1, 1), Legacy(status));
        Assert.Equal((1, 1), Legacy(all));
        Assert.Equal((0, 0), Legacy(health));
        Assert.Equal(("status", null), ((string?)status["route"], (string?)all["route"]));
        Assert.Null((double?)health["samples"]![0]!["legacy"]!["p95_ms"]);
        Assert.Equal("2026-11-29T03:00:00+00:00", (string?)all["started"]);
    }

    [Fact]
    public async Task Marks_AreTheMovesOfTheRouteAndOfTheSwitch_OfThatTime()
    {
        await _gateway.SetStageAsync("status", "shadow");
        _clock.Advance(TimeSpan.FromMinutes(30));
        await _gateway.SetStageAsync("health", "shadow");
        (await _gateway.PostAsync("/api/legacy-only", new JsonObject { ["enabled"] = true, ["who"] = "ana", ["reason"] = "3 a.m." })).EnsureSuccessStatusCode();
        Sample();

        Assert.Equal(["status", "health", "legacy-only"], Marks(await ReadAsync("")));
        Assert.Equal(["status", "legacy-only"], Marks(await ReadAsync("?route=status")));
        Assert.Equal(["health", "legacy-only"], Marks(await ReadAsync("?minutes=20")));
        Assert.Equal(("ana", "3 a.m.", "off", "on"), await LastAsync());

        async Task<(string?, string?, string?, string?)> LastAsync()
        {
            var mark = (await ReadAsync(""))["marks"]!.AsArray()[^1]!;
            return ((string?)mark["who"], (string?)mark["why"], (string?)mark["before"], (string?)mark["after"]);
        }
    }

    [Fact]
    public async Task Board_SaysWhatMovedLast()
    {
        Assert.Null((await _gateway.BoardAsync())["last_change"]);
        await _gateway.SetStageAsync("status", "shadow");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _gateway.SetStageAsync("health", "canary 5 %");

        var last = (await _gateway.BoardAsync())["last_change"]!;
        Assert.Equal(("health", "legacy", "canary 5 %", "test"), ((string?)last["route"], (string?)last["before"], (string?)last["after"], (string?)last["who"]));
    }

    [Theory]
    [InlineData("?minutes=0", HttpStatusCode.BadRequest, "'minutes' is '0'; send a number from 1 to 120.")]
    [InlineData("?minutes=121", HttpStatusCode.BadRequest, "'minutes' is '121'")]
    [InlineData("?minutes=-1", HttpStatusCode.BadRequest, "'minutes' is '-1'")]
    [InlineData("?minutes=ten", HttpStatusCode.BadRequest, "'minutes' is 'ten'")]
    [InlineData("?route=stauts", HttpStatusCode.NotFound, "There is no route 'stauts'; did you mean 'status'?")]
    [InlineData("?route=&minutes=", HttpStatusCode.OK, "\"interval_seconds\":10")]
    public async Task Argument_IsHeededOrRefused(string query, HttpStatusCode status, string said)
    {
        using var client = _gateway.Management;
        using var answer = await client.GetAsync($"/api/timeline{query}", Token);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>Who has no scripts, or none that run, sees all of it, standing still.</summary>
    [Fact]
    public async Task Page_HasTheTimeLineInItself()
    {
        using var client = _gateway.Management;
        await _gateway.SetStageAsync("status", "shadow");
        var page = await client.GetStringAsync("/?route=status", Token);

        Assert.Contains("<strong>status</strong> legacy → shadow, test: test", page, StringComparison.Ordinal);
        Assert.Contains("""<option value="status" selected>""", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/?route=stauts", Token)).StatusCode);
    }

    /// <summary>The timer may have sampled, too: then there is nothing left for this one.</summary>
    private void Sample() => _gateway.Services.GetRequiredService<Timeline>().Sample();

    private async Task<JsonNode> ReadAsync(string query)
    {
        using var client = _gateway.Management;
        return JsonNode.Parse(await client.GetStringAsync($"/api/timeline{query}", Token))!;
    }

    private static (int Requests, int Errors) Legacy(JsonNode timeline) =>
        (timeline["samples"]!.AsArray().Sum(sample => (int)sample!["legacy"]!["requests"]!), timeline["samples"]!.AsArray().Sum(sample => (int)sample!["legacy"]!["errors"]!));

    private static List<string?> Marks(JsonNode timeline) => [.. timeline["marks"]!.AsArray().Select(mark => (string?)mark!["route"])];
}
