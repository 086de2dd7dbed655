using Strangler.Testing.Architecture;

namespace Strangler.ShadowDiff.Tests;

/// <summary>Which folders of the shadow-diff may use which: one way only, the composition at the root above all others.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [FolderArrows.Root] = [FolderArrows.All],
        ["Capture"] = [FolderArrows.Root, "Store"],
        ["Compare"] = ["Capture", "Rules"],
        ["Gate"] = [FolderArrows.Root, "Compare", "Reports", "Rules", "Store", "Triage"],
        ["Mirror"] = [FolderArrows.Root, "Capture", "Compare", "Noise", "Store", "Triage"],
        ["Noise"] = [FolderArrows.Root, "Capture", "Compare", "Mirror", "Rules", "Store"],
        ["Reports"] = [FolderArrows.Root, "Capture", "Compare", "Gate", "Reports/Page", "Rerun", "Rules", "SignOff", "Store", "Triage"],
        ["Reports/Page"] = ["Gate", "Reports", "Rerun", "SignOff", "Store", "Triage"],
        ["Rerun"] = [FolderArrows.Root, "Capture", "Compare", "Mirror", "Rules", "Store"],
        ["Rules"] = [FolderArrows.Root, "Capture", "Compare"],
        ["SignOff"] = ["Gate", "Reports", "Reports/Page", "Triage"],
        ["Store"] = [FolderArrows.Root, "Capture", "Compare", "Noise", "Reports", "Rules", "Store/Transfer", "Triage"],
        ["Store/Transfer"] = [FolderArrows.Root, "Capture", "Compare", "Noise", "Rules", "Store"],
        ["Triage"] = [FolderArrows.Root, "Capture", "Compare", "Gate", "Rules", "Store"],
    };

    private static readonly FolderArrows Arrows = new(typeof(ShadowDiffExtensions).Assembly, "Strangler.ShadowDiff", Allowed);

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows() => Assert.Empty(Arrows.Forbidden());

    [Fact]
    public void Table_HasNothingThatIsNotNeeded() => Assert.Empty(Arrows.Outdated());
}
