using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>Every route complete, and a cluster without a destination: the end of the way, a state like any other.</summary>
public sealed class NoLegacyTests : IAsyncDisposable
{
    private readonly GatewayApp _gateway = new(legacy: null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string YarpPath => Path.Combine(_gateway.Folder, "yarp.json");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Gateway_WithEveryRouteComplete_RunsWithoutLegacy_AndSaysSo()
    {
        await RemoveDestinationAsync();
        _gateway.With("complete", [.. GatewayFolder.Modules]).Start();

        Assert.Equal("none", (string?)(await HealthAsync())["legacy"]);
        var legacy = (await _gateway.BoardAsync())["legacy"]!;
        Assert.Equal((null, false, false), ((string?)legacy["address"], (bool)legacy["is_needed"]!, (bool)legacy["answers"]!));
        Assert.Equal(200, (int)(await _gateway.Public.PostAsync("/api/test", null, Token)).StatusCode);
    }

    [Theory]
    [InlineData("/api/routes/status/stage", """{ "stage": "legacy" }""")]
    [InlineData("/api/routes/status/stage", """{ "stage": "live", "force": true }""")]
    [InlineData("/api/rollback", """{ "route": "status" }""")]
    [InlineData("/api/rollback", "{}")]
    [InlineData("/api/legacy-only", """{ "enabled": true }""")]
    public async Task WayBack_IsRefusedWithTheReason_AndNothingMoves(string path, string body)
    {
        await RemoveDestinationAsync();
        _gateway.With("complete", [.. GatewayFolder.Modules]).Start();
        var request = (JsonObject)JsonNode.Parse(body)!;
        (request["who"], request["reason"]) = ("ana", "3 a.m.");

        using var answer = await _gateway.PostAsync(path, request);

        Assert.Equal(422, (int)answer.StatusCode); // 409 could be forced
        Assert.Contains("there is no legacy: the cluster 'legacy' of yarp.json has no destination", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.All((await _gateway.BoardAsync())["routes"]!.AsArray(), row => Assert.Equal("complete", (string?)row!["stage"]));
    }

    [Fact]
    public async Task WayBack_IsOpen_OnceLegacyHasAnAddressAgain()
    {
        var withDestination = await File.ReadAllTextAsync(YarpPath, Token);
        await RemoveDestinationAsync();
        _gateway.With("complete", [.. GatewayFolder.Modules]).Start();
        FeaturesFile.Load(_gateway.FeaturesPath).SetStage("status", "legacy").SaveAtomically();
        await Eventually.IsTrueAsync(async () => (await ErrorAsync())?.Contains("the route 'status' cannot be at legacy: there is no legacy", StringComparison.Ordinal) == true, Token);
        FeaturesFile.Load(_gateway.FeaturesPath).SetStage("status", "complete").SaveAtomically();
        await Eventually.IsTrueAsync(async () => await ErrorAsync() is null, Token);

        await File.WriteAllTextAsync(YarpPath, withDestination, Token);
        await Eventually.IsTrueAsync(async () => (string?)(await HealthAsync())["legacy"] == "not-needed", Token);
        await _gateway.SetStageAsync("status", "legacy");
        Assert.Equal("needed", (string?)(await HealthAsync())["legacy"]);
    }

    [Fact]
    public async Task LegacyThatIsNeeded_CannotBeTakenAway()
    {
        _gateway.With("complete", [.. GatewayFolder.Modules.Except(["status"])]).Start();
        await RemoveDestinationAsync();

        await Eventually.IsTrueAsync(async () => (await ErrorAsync())?.Contains("these routes are not complete: status", StringComparison.Ordinal) == true, Token);
        Assert.Equal("needed", (string?)(await HealthAsync())["legacy"]);
    }

    [Fact]
    public async Task Start_WithARouteThatIsNotComplete_IsRefused()
    {
        await RemoveDestinationAsync();
        _gateway.With("complete", [.. GatewayFolder.Modules.Except(["status"])]);
        await using var app = WebApplication.CreateBuilder([$"--Config={_gateway.Folder}"]).AddGateway().Build();

        var error = Assert.Throws<InvalidConfigurationException>(() => app.UseGateway(static _ => { }));

        Assert.Equal(["yarp.json: the cluster 'legacy' has no Destinations; nothing could be sent there, and these routes are not complete: status"], error.Errors);
    }

    private async Task RemoveDestinationAsync()
    {
        var yarp = JsonNode.Parse(await File.ReadAllTextAsync(YarpPath, Token))!;
        yarp["ReverseProxy"]!["Clusters"]!["legacy"]!["Destinations"] = new JsonObject();
        await File.WriteAllTextAsync(YarpPath, yarp.ToJsonString(), Token);
    }

    private async Task<string?> ErrorAsync() => (string?)(await _gateway.BoardAsync())["reloads"]!["last_error"];

    private async Task<JsonObject> HealthAsync() => (JsonObject)JsonNode.Parse(await _gateway.Management.GetStringAsync("/healthz", Token))!;
}
