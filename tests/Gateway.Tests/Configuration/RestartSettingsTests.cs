using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class RestartSettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Edit_OfWhatIsReadAtTheStart_NamesIt_UntilItIsAsItWas()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With(services => services.AddFakeLogging()).Start();
        var path = Path.Combine(gateway.Folder, "yarp.json");
        var shipped = await File.ReadAllTextAsync(path, Token);
        var edited = JsonNode.Parse(shipped)!;
        (edited["Gateway"], edited["ShadowDiff"]) = (new JsonObject { ["ConnectionLimit"] = 20 }, new JsonObject { ["SampleRates"] = new JsonObject { ["status"] = 0.5 } });
        edited["ReverseProxy"]!["Clusters"]!["legacy"]!["HttpRequest"]!["ActivityTimeout"] = "00:00:50";

        await File.WriteAllTextAsync(path, edited.ToJsonString(), Token);
        await SaysAsync(gateway, "yarp.json is in force, but for what is read at the start only and needs a restart: Gateway:ConnectionLimit, ShadowDiff:SampleRates:status");
        Assert.DoesNotContain(Messages(gateway), message => message == "yarp.json is in force");

        await File.WriteAllTextAsync(path, shipped, Token);
        await SaysAsync(gateway, "yarp.json is in force");
    }

    private static Task SaysAsync(GatewayApp gateway, string expected) => Eventually.IsTrueAsync(() => Messages(gateway).Contains(expected), Token);

    private static List<string> Messages(GatewayApp gateway) => [.. gateway.Services.GetFakeLogCollector().GetSnapshot().Select(entry => entry.Message)];
}
