using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>A flag that is taken out of <c>features.json</c> sends its route to legacy; log and audit say so.</summary>
public sealed class RemovedFlagTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("live")]
    [InlineData("legacy")]
    public async Task Flag_RemovedWhileRunning_IsSaid(string stage)
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With(stage, "status").With(services => services.AddFakeLogging()).Start();

        await RemoveAsync(gateway, "status");

        await Eventually.IsTrueAsync(async () => (await gateway.AuditAsync()).Any(entry =>
            (string?)entry!["route"] == "status" && (string?)entry["after"] == "legacy" && (string?)entry["why"] == "the file was edited: the flag is gone, and without one a route is at legacy"), Token);
        Assert.Contains(
            gateway.Services.GetFakeLogCollector().GetSnapshot(),
            entry => entry.Level == LogLevel.Warning && entry.Message == $"The route status has no flag in features.json any more: it is at its default stage, legacy (it was at {stage})");
    }

    [Fact]
    public async Task Flag_RemovedWhileDown_IsAuditedAtTheNextStart()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] settings = [("Config", folder.Path)];
        await using (var first = new GatewayApp(new Uri("http://127.0.0.1:1"), settings).Start())
            await first.SetStageAsync("status", "live");

        await using var second = new GatewayApp(new Uri("http://127.0.0.1:1"), settings);
        await RemoveAsync(second, "status");
        second.Start();
        var newest = (await second.AuditAsync())[0]!;

        Assert.Equal(
            ("live", "legacy", "features.json differs from what was in force when the gateway ended: it was edited or replaced since, or a change could not be written to it: the flag is gone, and without one a route is at legacy"),
            ((string)newest["before"]!, (string)newest["after"]!, (string)newest["why"]!));
    }

    private static async Task RemoveAsync(GatewayApp gateway, string route)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(gateway.FeaturesPath, Token))!;
        var flags = file["feature_management"]!["feature_flags"]!.AsArray();
        flags.Remove(flags.Single(flag => (string?)flag!["id"] == $"cutover.{route}"));
        await File.WriteAllTextAsync(gateway.FeaturesPath, file.ToJsonString(), Token);
    }
}
