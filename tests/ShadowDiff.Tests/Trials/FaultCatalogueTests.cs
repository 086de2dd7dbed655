using System.Globalization;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Compare;
using Strangler.ShadowDiff.Trials;
using Strangler.Testing;
using Strangler.Testing.Recordings;
using Recorded = Strangler.ShadowDiff.Tests.Faults.Recorded;

namespace Strangler.ShadowDiff.Tests.Trials;

/// <summary>The catalogue in what the real legacy answered: each fault is found at its place by the shipped rules, and no variation is one.</summary>
public sealed class FaultCatalogueTests(ITestOutputHelper output)
{
    private static readonly RuleSet Shipped = RulesFile.Load(RepositoryRoot.Combine("rules.json"));

    private static readonly TrialPlan Everything = new(1, 1_000_000, Enum.GetValues<FaultKind>().ToHashSet(), new HashSet<string>(), null);

    [Fact]
    public void Names_AreGivenOnce_AndKindsAreAllThere()
    {
        FaultForm[] all = [.. FaultCatalogue.Faults, .. FaultCatalogue.Variations];
        Assert.Equal(all.Length, all.Select(form => form.Name).Distinct().Count());
        Assert.Equal(Enum.GetValues<FaultKind>(), FaultCatalogue.Faults.Select(form => form.Kind!.Value).Distinct().Order());
    }

    [Fact]
    public void Faults_InWhatLegacyAnswered_AreNamedAtTheirPlace_AndVariationsAreNot()
    {
        var (faults, variations, missed, alarms) = (0, 0, new List<string>(), new List<string>());
        foreach (var (pair, site) in Sites())
        {
            var altered = new SeededFault(site with { Form = site.Form with { Occurrence = Occurrence.Always } }, Everything, 1);
            if (altered.In(pair, "") is not { } answers)
                continue;

            var comparison = Found.Compare(answers, Shipped);
            altered.Note(answers, comparison, Comparison.Equal, _ => true);
            var text = $"{pair.Route} {site.Name}: {altered.FoundAs ?? string.Join(", ", altered.Excuses.Keys)}";
            (faults, variations) = site.Form.Kind is null ? (faults, variations + 1) : (faults + 1, variations);
            if (site.Form.Kind is null && altered.FoundAs is not null)
                alarms.Add(text);
            else if (site.Form.Kind is not null && altered.FoundAs is null)
                missed.Add(text);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{faults} faults, {missed.Count} missed; {variations} variations, {alarms.Count} reported"));
        missed.Concat(alarms).ToList().ForEach(output.WriteLine);
        Assert.True(faults > 2_000 && variations > 500);
        Assert.Empty(alarms);
        Assert.True(missed.Count <= faults / 100, string.Join('\n', missed));
    }

    /// <summary>The first recording of each route, method and status.</summary>
    private static IEnumerable<(ResponsePair Pair, FaultSite Site)> Sites() =>
        from recording in RecordingFiles.All
        where recording.Response.Status is not null
        group recording by (recording.File, recording.Request.Method, recording.Response.Status) into alike
        let pair = Recorded.Pair(alike.First().Id)
        from site in FaultSite.In(pair, Everything)
        select (pair, site);
}
