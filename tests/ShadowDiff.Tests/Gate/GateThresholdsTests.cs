using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Gate;

namespace Strangler.ShadowDiff.Tests.Gate;

public sealed class GateThresholdsTests
{
    [Fact]
    public void Route_OverridesTheSection_AndInheritsTheRest()
    {
        var thresholds = Read(("MinComparisons", "50"), ("Routes:connect:MinParity", "0.9"));
        Assert.Equal((50, 0.9), (thresholds.Get("connect").MinComparisons, thresholds.Get("connect").MinParity));
        Assert.Equal((50, 0.995), (thresholds.Get("status").MinComparisons, thresholds.Get("status").MinParity));
    }

    [Theory]
    [InlineData("MinComparisons", "0", "MinComparisons")]
    [InlineData("MinParity", "1.01", "MinParity")]
    [InlineData("MinCoverage", "-0.1", "MinCoverage")]
    [InlineData("MaxAccepted", "1.1", "MaxAccepted")]
    [InlineData("MinSampled", "-1", "MinSampled")]
    [InlineData("MaxLatencyFactor", "0", "MaxLatencyFactor")]
    [InlineData("Window", "00:59:00", "Window")]
    [InlineData("Window", "91.00:00:00", "Window")]
    [InlineData("CleanToClose", "0", "CleanToClose")]
    [InlineData("Routes:status:CleanToClose", "0", "CleanToClose")]
    [InlineData("MinParty", "1", "Gate:MinParty is no setting")]
    [InlineData("Routes:status:Rotues", "1", "Gate:Routes:status:Rotues is no setting")]
    public void Value_OutOfRangeOrUnknown_IsRefused(string name, string value, string said) =>
        Assert.Contains(said, Assert.Throws<OptionsValidationException>(() => Read((name, value)).Get("status")).Message, StringComparison.Ordinal);

    private static IOptionsMonitor<GateThresholds> Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>($"Gate:{setting.Name}", setting.Value))).Build();
        return new ServiceCollection().AddPromotionGate(configuration.GetSection("Gate")).BuildServiceProvider().GetRequiredService<IOptionsMonitor<GateThresholds>>();
    }
}
