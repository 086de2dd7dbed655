using Strangler.Testing.Architecture;

namespace Strangler.ShadowDiff.Tests;

/// <summary>Which folders of the shadow-diff may use which: one way only, from the composition at the root down to what all share.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [FolderArrows.Root] = [FolderArrows.All],

        ["Reports/Page"] = ["Descriptions", "Model", "Recording", "Triage", "Gate", "Rerun", "Trials", "Reports", "Reports/SignOff"],
        ["Reports/SignOff"] = ["Model", "Triage", "Gate", "Trials", "Reports"],
        ["Reports"] = ["Model", "Store", "Rules", "Compare", "Recording", "Coverage", "Findings", "Triage", "Gate", "Trials", "Rerun"],
        ["Transfer"] = ["Descriptions", "Model", "Secrets", "Store", "JsonFiles", "Rules", "Recording", "Coverage", "Findings", "Noise"],
        ["Rerun"] = ["Model", "Rules", "Recording", "Mirror", "Processing"],
        ["Gate"] = ["Model", "Store", "Rules", "Coverage", "Findings", "Triage", "Traces", "Trials"],
        ["Trials"] = ["Descriptions", "Model", "Store", "Rules", "Compare", "Findings", "Capture", "Mirror", "Noise", "Triage", "Processing", "Shape", "Faults"],
        ["Faults"] = ["Model", "Compare"],
        ["Processing"] = ["Model", "Rules", "Compare", "Coverage", "Findings", "Capture", "Mirror", "Noise", "Shape", "Triage"],

        ["Traces"] = ["Descriptions", "Model", "Store", "Triage"],
        ["Shape"] = ["Model", "Store", "Rules", "Compare", "Recording"],
        ["Noise"] = ["Descriptions", "Model", "Store", "Rules", "Compare", "Capture", "Mirror"],
        ["Mirror"] = ["Model", "Capture"],
        ["Capture"] = ["Model", "Coverage", "Findings"],
        ["Triage"] = ["Descriptions", "Model", "Store", "JsonFiles", "Compare"],
        ["Findings"] = ["Model", "Store", "Rules", "Recording"],
        ["Coverage"] = ["Model", "Store"],

        ["Recording"] = ["Model", "Rules", "Compare", "Secrets"],
        ["Compare"] = ["Model", "Rules", "Secrets"],
        ["Rules"] = ["Model", "JsonFiles", "WatchedFiles", "Secrets"],
        ["Secrets"] = ["Model"],
        ["Descriptions"] = [],
        ["JsonFiles"] = [],
        ["WatchedFiles"] = [],
        ["Store/Moving"] = ["Store", "Store/Postgres", "Store/Sqlite"],
        ["Store/Sqlite"] = ["Store"],
        ["Store/Postgres"] = ["Store"],
        ["Store"] = [],
        ["Model"] = [],
    };

    private static readonly FolderArrows Arrows = new(typeof(ShadowDiffExtensions).Assembly, "Strangler.ShadowDiff", Allowed);

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows() => Assert.Empty(Arrows.Forbidden());

    [Fact]
    public void Table_HasNoCycle() => Assert.Empty(Arrows.Cycles());

    [Fact]
    public void Table_HasARowForEachFolder_AndNothingThatIsNotNeeded() => Assert.Empty(Arrows.Outdated());
}
