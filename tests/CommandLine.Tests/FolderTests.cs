using Strangler.CommandLine.Exit;
using Strangler.Contract;
using Strangler.ShadowDiff.Compare;
using Strangler.Testing.Architecture;

namespace Strangler.CommandLine.Tests;

/// <summary>Which folders of the command may use which: one way only. Its commands are above all, how it ends is below all.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Commands"] = ["Cases", "Cases/*", "Drills", "Exit", "Management", "Offline", "Options", "Output", "Parity", "Parity/Jobs"],
        ["Output"] = ["Cases", "Drills", "Exit", "Management", "Parity"],
        ["Drills"] = ["Exit", "Management"],
        ["Parity/Jobs"] = ["Cases", "Parity"],
        ["Parity"] = ["Cases", "Exit"],
        ["Cases/Corpus"] = ["Cases", "Exit"],
        ["Cases/Har"] = ["Cases", "Exit"],
        ["Cases/Stored"] = ["Cases", "Exit", "Management"],
        ["Cases"] = ["Exit"],
        ["Management"] = ["Exit"],
        ["Offline"] = ["Exit"],
        ["Options"] = ["Cases", "Exit"],
        ["Exit"] = [],
    };

    private static readonly FolderArrows Arrows = new(typeof(CommandException).Assembly, "Strangler.CommandLine", Allowed);

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows() => Assert.Empty(Arrows.Forbidden());

    [Fact]
    public void Table_HasNoCircle() => Assert.Empty(Arrows.Cycles());

    [Fact]
    public void Table_HasNothingThatIsNotNeeded() => Assert.Empty(Arrows.Outdated());

    /// <summary>An operator's command must start fast and work where no gateway is: what it shares with one is the contract.</summary>
    [Theory]
    [InlineData(typeof(CommandException))]
    [InlineData(typeof(FeaturesFile))]
    [InlineData(typeof(ResponseComparison))]
    public void Command_KnowsNoGateway(Type type) =>
        Assert.DoesNotContain(type.Assembly.GetReferencedAssemblies(), name => name.Name is "Gateway" or "Services" or "Yarp.ReverseProxy");
}
