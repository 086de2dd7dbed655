using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.Launcher.Run;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Launcher;

/// <summary>What <c>run --no-legacy</c> makes of the shipped files.</summary>
public sealed class NoLegacyTests
{
    [Fact]
    public void Features_HaveEveryRouteComplete_AndAllElseAsShipped()
    {
        var shipped = FeaturesFile.Load(RepositoryRoot.Combine("features.json"));
        var edited = FeaturesFile.Of("features.json", System.Text.Encoding.UTF8.GetBytes(NoLegacy.Edit("features.json", shipped.ToString())));

        Assert.Equal(shipped.Stages.Keys, edited.Stages.Keys);
        Assert.All(edited.Stages.Values, stage => Assert.Equal("complete", stage));
        Assert.False(edited.LegacyOnly);
    }

    [Fact]
    public void Proxy_HasNoDestination_AndAllElseAsShipped()
    {
        var shipped = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("yarp.json")))!;
        var edited = JsonNode.Parse(NoLegacy.Edit("yarp.json", File.ReadAllText(RepositoryRoot.Combine("yarp.json"))));

        shipped["ReverseProxy"]!["Clusters"]!["legacy"]!["Destinations"] = new JsonObject();
        Assert.True(JsonNode.DeepEquals(shipped, edited));
    }

    [Fact]
    public void Rules_AreAsShipped() => Assert.Equal("{}", NoLegacy.Edit("rules.json", "{}"));
}
