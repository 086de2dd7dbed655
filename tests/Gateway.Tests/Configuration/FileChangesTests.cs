using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Configuration;

/// <summary>An edit is in force without a restart, and the log names what it changed.</summary>
public sealed class FileChangesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Edit_OfRoutesClustersAndLevels_NamesThem_AndTheLevelsHold()
    {
        await using var gateway = Gateway();
        var log = gateway.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Routing");
        var path = Path.Combine(gateway.Folder, "yarp.json");
        var edited = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!;
        edited["ReverseProxy"]!["Routes"]!["pong"] = JsonNode.Parse("""{ "ClusterId": "legacy", "Match": { "Path": "/api/pong" }, "Metadata": { "Route": "static" } }""");
        edited["ReverseProxy"]!["Clusters"]!["legacy"]!["HttpRequest"]!["ActivityTimeout"] = "00:00:50";
        (edited["Logging"]!["LogLevel"]!["Microsoft.AspNetCore"], edited["Logging"]!["LogLevel"]!["Strangler"]) = ("Debug", "Debug");
        Assert.False(log.IsEnabled(LogLevel.Information));

        await File.WriteAllTextAsync(path, edited.ToJsonString(), Token);

        await Eventually.IsTrueAsync(() => Changes(gateway).Length > 0, Token);
        Assert.Equal(
            ["cluster legacy", "level of Microsoft.AspNetCore: Warning → Debug", "level of Strangler: none → Debug", "route pong added"],
            Assert.Single(Changes(gateway))["Changed in yarp.json: ".Length..].Split(", ").Order(StringComparer.Ordinal));
        Assert.True(log.IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public async Task Edit_OfAFlag_NamesTheMove()
    {
        await using var gateway = Gateway();

        gateway.With("shadow", "pause");

        await Eventually.IsTrueAsync(() => Changes(gateway).Length > 0, Token);
        Assert.Equal(["Changed in features.json: pause legacy → shadow"], Changes(gateway));
    }

    private static GatewayApp Gateway() => new GatewayApp(new Uri("http://127.0.0.1:1")).With(services => services.AddFakeLogging()).Start();

    private static string[] Changes(GatewayApp gateway) =>
        [.. gateway.Services.GetFakeLogCollector().GetSnapshot().Select(entry => entry.Message).Where(message => message.StartsWith("Changed in ", StringComparison.Ordinal))];
}
