using System.Globalization;
using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Compare;
using Strangler.Testing;
using JsonFile = System.Text.Json.Nodes.JsonNode;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>
/// How good the report is: seeded bugs must be found and named, harmless variations must not be. What legacy really answered stands
/// on its side, the rules are the shipped ones.
/// </summary>
public sealed class NamedBugTests(ITestOutputHelper output)
{
    private static readonly string File = System.IO.File.ReadAllText(RepositoryRoot.Combine("rules.json"));

    private static readonly RuleSet Shipped = RulesFile.Parse(Encoding.UTF8.GetBytes(File), "rules.json");

    public static TheoryData<string> Faults { get; } = [.. NamedBugs.All.Select(fault => fault.Name)];

    public static TheoryData<string> Variations { get; } = [.. HarmlessVariations.All.Select(variation => variation.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_IsFoundAndNamed(string name)
    {
        var fault = NamedBugs.All.Single(fault => fault.Name == name);
        Assert.Equal(fault.Report, Reported(fault));
    }

    [Theory]
    [MemberData(nameof(Variations))]
    public void Variation_IsNoFault(string name)
    {
        var variation = HarmlessVariations.All.Single(variation => variation.Name == name);
        var comparison = Compare(variation);
        Assert.Equal(variation.OnPurpose is null ? Outcome.Match : Outcome.OnPurpose, comparison.Outcome);
        Assert.All(comparison.Divergences, divergence => Assert.Equal(variation.OnPurpose, divergence.OnPurpose));
    }

    /// <summary>Should one of these be found one day, its rule has become narrower: then it moves to the others.</summary>
    [Fact]
    public void HiddenFaults_AreThoseThatRulesHide()
    {
        Assert.All(NamedBugs.Hidden, fault =>
        {
            var rule = fault.Report[(fault.Report.IndexOf('[', StringComparison.Ordinal) + 1)..];
            var comparison = Found.Compare(Pair(fault), Shipped);
            Assert.Equal(Outcome.Match, comparison.Outcome);
            Assert.StartsWith(Assert.Single(comparison.Suppressed), rule, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Report_OverAll_HasThisPrecisionAndRecall()
    {
        var faults = NamedBugs.All.Concat(NamedBugs.Hidden).ToList();
        var found = faults.Count(fault => Reported(fault) == fault.Report);
        var alarms = HarmlessVariations.All.Count(variation => Compare(variation).Outcome == Outcome.Diverged);
        var (precision, recall) = ((double)found / (found + alarms), (double)found / faults.Count);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{faults.Count} faults, {found} found and named; {HarmlessVariations.All.Count} harmless variations, {alarms} reported"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"precision {precision:F3}, recall {recall:F3}; not found, because a rule hides it:"));
        NamedBugs.Hidden.ToList().ForEach(fault => output.WriteLine($"  {fault.Name}: {fault.Report}"));

        Assert.True(NamedBugs.All.Count >= 40 && HarmlessVariations.All.Count >= 40);
        Assert.Equal(1.0, precision);
        Assert.Equal(NamedBugs.Hidden.Count, faults.Count - found);
    }

    /// <summary>The untouched answers must match, else a fault could be found by accident.</summary>
    [Fact]
    public void Recordings_Untouched_Match() => Assert.All(
        NamedBugs.All.Select(fault => fault.Recording).Concat(HarmlessVariations.All.Select(variation => variation.Recording)).Distinct(),
        recording => Assert.Equal("", Found.In(Recorded.Pair(recording), Shipped)));

    private static string Reported(NamedBug fault) => Found.In(Pair(fault), Shipped);

    private static ResponsePair Pair(NamedBug fault)
    {
        var pair = Recorded.Pair(fault.Recording);
        return pair with { Modern = fault.Bug(pair.Modern) };
    }

    private static Comparison Compare(HarmlessVariation variation)
    {
        var pair = Recorded.Pair(variation.Recording);
        var legacy = variation.Legacy?.Invoke(pair.Legacy) ?? pair.Legacy;
        var changed = pair with { Legacy = legacy, Modern = variation.Modern(pair.Modern) };
        var seen = new SeenValues();
        if (variation.LastConnect is { } connect)
            seen.Asked("connect", new(Encoding.UTF8.GetBytes(connect)));

        return ResponseComparer.Compare(variation.Exchange?.Invoke(changed) ?? changed, RulesWith(variation.Rules), Found.Today, seen: seen);
    }

    private static RuleSet RulesWith(string more)
    {
        if (more.Length == 0)
            return Shipped;

        var file = JsonFile.Parse(File)!;
        file["rules"]!.AsArray().Add(JsonFile.Parse(more));
        return RulesFile.Parse(Encoding.UTF8.GetBytes(file.ToJsonString()), "rules.json");
    }
}
