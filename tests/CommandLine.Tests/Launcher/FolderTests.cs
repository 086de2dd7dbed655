using Strangler.Launcher.Exit;
using Strangler.Testing.Architecture;

namespace Strangler.CommandLine.Tests.Launcher;

/// <summary>Which folders of the launcher may use which: one way only, its three commands above all others.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Run"] = ["Children", "Exit", "Install", "Options", "Programs", "SourceTree"],
        ["Testing"] = ["Exit", "Install", "Packages", "Programs", "SourceTree"],
        ["Packages"] = ["Exit", "Install", "Programs", "SourceTree"],
        ["Install"] = ["Exit", "Programs", "SourceTree"],
        ["Children"] = ["Exit"],
        ["Programs"] = ["Exit", "SourceTree"],
        ["SourceTree"] = ["Exit"],
        ["Options"] = [],
        ["Exit"] = [],
    };

    private static readonly FolderArrows Arrows = new(typeof(LauncherException).Assembly, "Strangler.Launcher", Allowed);

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows() => Assert.Empty(Arrows.Forbidden());

    [Fact]
    public void Table_HasNoCircle() => Assert.Empty(Arrows.Cycles());

    [Fact]
    public void Table_HasNothingThatIsNotNeeded() => Assert.Empty(Arrows.Outdated());
}
