using Strangler.Gateway.Cutover;
using Strangler.Testing.Architecture;

namespace Strangler.Gateway.Tests;

/// <summary>Which rooms of the gateway may use which: one way only, from the composition down to the table of routes.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hosting"] = ["Alerts", "Audit", "Configuration", "Cutover", "Decommission", "Doctor", "Drain", "ErrorReports", "Fallback", "Handover", "Jobs", "Legacy", "Legacy/Lean", "Listeners", "Logs", "Management", "Metrics", "Modules", "Plans", "Readiness", "Realtime", "Routing", "Testers", "Traces", "Watch"],
        ["Management"] = ["ApiDocuments", "Audit", "Configuration", "Cutover", "Decommission", "Doctor", "Drain", "Listeners", "Management/Pages", "Plans", "Readiness", "Realtime", "Routing", "Testers"],
        ["Management/Pages"] = ["Audit", "Configuration", "Cutover", "Fallback", "Jobs", "Legacy", "Metrics", "Plans", "Readiness", "Routing", "Watch"],
        ["Decommission"] = ["Configuration", "Cutover", "Jobs", "Realtime", "Routing"],
        ["Moving"] = [],
        ["Doctor"] = ["Configuration", "Listeners"],
        ["Watch"] = ["Cutover", "Handover", "Jobs", "Legacy", "Listeners", "Metrics", "Routing"],
        ["Logs"] = ["Cutover", "Listeners"],
        ["ErrorReports"] = ["Cutover", "Logs"],
        ["Traces"] = ["Cutover", "Legacy", "Listeners", "Routing"],
        ["Alerts"] = ["Cutover"],
        ["ApiDocuments"] = ["Configuration", "Routing"],
        ["Modules"] = ["Cutover", "Routing"],
        ["Realtime"] = ["Audit", "Cutover", "Jobs", "Legacy", "Metrics", "Realtime/Relay", "Routing"],
        ["Realtime/Relay"] = ["Cutover", "Handover", "Jobs"],
        ["Metrics"] = ["Audit", "Configuration", "Cutover", "Jobs", "Legacy", "Plans", "Routing"],
        ["Plans"] = ["Audit", "Configuration", "Cutover", "Handover", "Routing"],
        ["Jobs"] = ["Cutover", "Handover", "Legacy", "Listeners", "Routing"],
        ["Legacy"] = ["Cutover", "Listeners", "Routing"],
        ["Legacy/Lean"] = ["Legacy", "Routing"],
        ["Listeners"] = ["Cutover", "Handover"],
        ["Drain"] = ["Audit", "Configuration", "Cutover", "Handover", "Listeners", "Realtime"],
        ["Fallback"] = ["Cutover", "Decommission"],
        ["Readiness"] = ["Cutover", "Legacy"],
        ["Testers"] = ["Cutover"],
        ["Cutover"] = ["Audit", "Configuration", "Handover", "Routing"],
        ["Audit"] = ["Handover"],
        ["Handover"] = [],
        ["Configuration"] = ["Routing"],
        ["Routing"] = [],
    };

    private static readonly FolderArrows Arrows = new(typeof(ICutoverFeature).Assembly, "Strangler.Gateway", Allowed);

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows() => Assert.Empty(Arrows.Forbidden());

    [Fact]
    public void Table_HasARowForEachFolder_AndNothingThatIsNotNeeded() => Assert.Empty(Arrows.Outdated());

    [Fact]
    public void Table_AllowsNoCycle() => Assert.Empty(Arrows.Cycles());
}
