using System.Globalization;
using Strangler.Contract;

namespace Strangler.Gateway.Tests.Contract;

public sealed class FeaturesFileTests : IDisposable
{
    private const string Text = """
        {
          // the night shift edits this file
          "feature_management": {
            "feature_flags": [
              { "id": "legacy-only", "enabled": false },
              { "id": "cutover.status", "enabled": true, "variants": [{ "name": "legacy" }, { "name": "live" }],
                "allocation": { "default_when_enabled": "legacy", /* move here */ "default_when_disabled": "legacy" } },
              { "id": "cutover.health", "allocation": { "default_when_disabled": "legacy", "default_when_enabled": "live" }, "enabled": false, },
            ]
          }
        }

        """;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    public FeaturesFileTests() => File.WriteAllText(_path, Text);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Stages_ReadsFlagsAsFeatureManagementDoes() =>
        Assert.Equal(new Dictionary<string, string> { ["status"] = "legacy", ["health"] = "legacy" }, FeaturesFile.Load(_path).Stages);

    [Fact]
    public void SetStage_ChangesOnlyTheBytesOfTheValue()
    {
        var changed = FeaturesFile.Load(_path).SetStage("status", "live");

        Assert.Equal(Text.Replace("\"default_when_enabled\": \"legacy\"", "\"default_when_enabled\": \"live\"", StringComparison.Ordinal), changed.ToString());
        Assert.Equal("live", changed.Stages["status"]);
    }

    [Fact]
    public void SetStage_FlagOff_TurnsItOn()
    {
        var changed = FeaturesFile.Load(_path).SetStage("health", "shadow");

        Assert.Equal("shadow", changed.Stages["health"]);
        Assert.Contains("\"default_when_enabled\": \"shadow\" }, \"enabled\": true, }", changed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SetStage_SameStage_ChangesNothing() =>
        Assert.Equal(Text, FeaturesFile.Load(_path).SetStage("status", "legacy").ToString());

    [Fact]
    public void SetStage_UnknownRoute_NamesTheFlag() =>
        Assert.Contains("cutover.nope", Assert.Throws<KeyNotFoundException>(() => FeaturesFile.Load(_path).SetStage("nope", "live")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Live")]
    [InlineData("canry")]
    [InlineData("")]
    public void SetStage_NoStage_ListsTheStages(string stage) =>
        Assert.Contains("legacy, shadow, canary, live, complete", Assert.Throws<ArgumentException>(() => FeaturesFile.Load(_path).SetStage("status", stage)).Message, StringComparison.Ordinal);

    [Fact]
    public void SetStage_Canary_AddsItsPercentageAndItsVariant_AndThenChangesOnlyTheNumber()
    {
        var changed = FeaturesFile.Load(_path).SetStage("status", "canary", 5);

        Assert.Equal(
            Text
                .Replace("\"default_when_enabled\": \"legacy\",", "\"default_when_enabled\": \"canary\", \"percentile\": [{ \"variant\": \"live\", \"from\": 0, \"to\": 5 }],", StringComparison.Ordinal)
                .Replace("[{ \"name\": \"legacy\" }, {", "[{ \"name\": \"legacy\" }, { \"name\": \"canary\" }, {", StringComparison.Ordinal),
            changed.ToString());
        Assert.Equal(changed.ToString().Replace("\"to\": 5 ", "\"to\": 12.5 ", StringComparison.Ordinal), changed.SetStage("status", "canary", 12.50m).ToString());
        Assert.True(changed.IsSameAs(changed.SetStage("status", "canary", 5)));
        Assert.Equal(("canary", "canary 5 %"), (changed.Stages["status"], changed.ShownStages["status"]));
    }

    [Fact]
    public void SetStage_AwayFromCanary_ChangesOnlyTheStage()
    {
        var canary = FeaturesFile.Load(_path).SetStage("status", "canary", 5);

        Assert.Equal(canary.ToString().Replace("\"canary\", \"perc", "\"legacy\", \"perc", StringComparison.Ordinal), canary.RollBackAll().ToString());
        Assert.Equal("legacy", canary.RollBackAll().ShownStages["status"]);
    }

    [Theory]
    [InlineData("canary", null, "canary needs a percentage: a number from 0.01 to 99.99 with at most two decimals.")]
    [InlineData("canary", "0", "0 is no percentage of a canary; give a number from 0.01 to 99.99 with at most two decimals.")]
    [InlineData("canary", "100", "100 is no percentage")]
    [InlineData("canary", "0.001", "0.001 is no percentage")]
    [InlineData("live", "5", "Only canary has a percentage; live has none.")]
    public void SetStage_PercentageThatIsNone_SaysWhy(string stage, string? percentage, string why) => Assert.StartsWith(
        why,
        Assert.Throws<ArgumentException>(() => FeaturesFile.Load(_path).SetStage("status", stage, percentage is null ? null : decimal.Parse(percentage, CultureInfo.InvariantCulture))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void RollBackAll_PutsEveryRouteAtLegacy()
    {
        var file = FeaturesFile.Load(_path).SetStage("status", "complete").SetStage("health", "live");

        Assert.All(file.RollBackAll().Stages.Values, stage => Assert.Equal("legacy", stage));
    }

    [Fact]
    public void SetLegacyOnly_FlipsTheSwitch()
    {
        var on = FeaturesFile.Load(_path).SetLegacyOnly(true);

        Assert.True(on.LegacyOnly);
        Assert.Equal(Text, on.SetLegacyOnly(false).ToString());
    }

    [Fact]
    public void SaveAtomically_KeepsByteOrderMarkedFilesReadable_AndLeavesNoOtherFile()
    {
        File.WriteAllText(_path, Text, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        FeaturesFile.Load(_path).SetStage("status", "shadow").SaveAtomically();

        Assert.Equal("shadow", FeaturesFile.Load(_path).Stages["status"]);
        Assert.Equal([_path], Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_path) + "*"));
    }

    [Fact]
    public void SaveAtomically_ThroughALink_ReplacesTheTarget()
    {
        if (OperatingSystem.IsWindows())
            return; // Links need a privilege there.

        var link = _path + ".link";
        File.CreateSymbolicLink(link, _path);
        try
        {
            FeaturesFile.Load(link).SetStage("status", "live").SaveAtomically();

            Assert.NotNull(new FileInfo(link).LinkTarget);
            Assert.Equal("live", FeaturesFile.Load(_path).Stages["status"]);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public async Task SaveAtomically_WhileOthersRead_ShowsOldOrNewAndNeverAPart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows replaces no file that is open: the change is refused, or written later.");
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(
            () =>
            {
                var reads = 0;
                for (; !stop.IsCancellationRequested; reads++)
                    Assert.Equal(2, FeaturesFile.Load(_path).Stages.Count);
                return reads;
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < 200; i++)
            FeaturesFile.Load(_path).SetStage("status", i % 2 == 0 ? "live" : "legacy").SaveAtomically();

        await stop.CancelAsync();
        Assert.True(await reader > 0);
    }
}
