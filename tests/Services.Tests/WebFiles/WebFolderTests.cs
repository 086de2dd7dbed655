using Strangler.Services.Tests.Hosting;
using Strangler.Services.WebFiles;

namespace Strangler.Services.Tests.WebFiles;

/// <summary>Looking files up by name; PagesTests and LinkTests try the same through HTTP.</summary>
public sealed class WebFolderTests : IDisposable
{
    private readonly WebRoot _root = new();

    private WebFolder Web => new(_root.InWeb());

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("logo.svg", true)]
    [InlineData("scripts/../logo.svg", true)]
    [InlineData("./logo.svg", true)]
    [InlineData("scripts/.././logo.svg", true)]
    [InlineData("logo.svg/", false)]
    [InlineData("logo.svg/.", false)]
    [InlineData("logo.svg/../logo.svg", false)]
    [InlineData("nowhere/../logo.svg", false)]
    [InlineData("../Client-gui/logo.svg", false)]
    public void FindExact_Name_NeedsEveryFolderOnTheWay(string name, bool isFound)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows reads dot segments by the text alone.");
        Assert.Equal(isFound, Web.FindExact(name, default) is not null);
    }

    [Fact]
    public void FindExact_ThousandsOfDotSegments_AreWalkedOnce() =>
        Assert.NotNull(Web.FindExact(string.Concat(Enumerable.Repeat("scripts/../", 5000)) + "logo.svg", default));

    /// <summary>The tag holds the path as legacy spells it, whatever a link makes of it.</summary>
    [Fact]
    public void Find_Name_SpellsThePathWithSlashes() =>
        Assert.Equal($"{_root.InWeb()}/scripts/app.js", Web.Find("./scripts//app.js", default)?.Path);

    [Theory]
    [InlineData("..", true)]
    [InlineData("a/../../x", true)]
    [InlineData("../Client-gui/x", false)]
    [InlineData("../Client-guiX", false)]
    [InlineData("a/../b", false)]
    [InlineData("a..b", false)]
    public void IsLeftBy_Name_ComparesPathsByTheirStart(string name, bool isLeft) => Assert.Equal(isLeft, Web.IsLeftBy(name));
}
