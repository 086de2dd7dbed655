using Strangler.Services.WebFiles;

namespace Strangler.Services.Tests.WebFiles;

/// <summary>Names of web files, as Python's path functions read them.</summary>
public sealed class WebNameTests
{
    [Theory]
    [InlineData("app.js", "app.js")]
    [InlineData("a//b/./c/", "a/b/c")]
    [InlineData("a/../b", "b")]
    [InlineData("nowhere/x/../../b", "b")]
    [InlineData("..", null)]
    [InlineData("a/../../b", null)]
    [InlineData("/etc/passwd", null)]
    [InlineData("", null)]
    [InlineData("a/..", null)]
    [InlineData("a\0b", null)]
    [InlineData("a\tb", null)]
    [InlineData("a\u007fb", null)]
    public void TryNormalize_Name_StaysBelowTheFolder(string name, string? normal) =>
        Assert.Equal(normal, WebName.TryNormalize(name, out var found) ? found : null);

    [Fact]
    public void TryNormalize_DotsAlone_AreAName_ButOnWindows() =>
        Assert.Equal(OperatingSystem.IsWindows() ? null : "...", WebName.TryNormalize("...", out var found) ? found : null);

    [Theory]
    [InlineData("a.js", ".js")]
    [InlineData("a.b/c", "")]
    [InlineData("a.tar.gz", ".gz")]
    [InlineData(".js", "")]
    [InlineData("..js", "")]
    [InlineData("a.js/", "")]
    [InlineData("a.", ".")]
    public void Extension_Name_IsThatOfSplitext(string name, string extension) => Assert.Equal(extension, WebName.Extension(name));
}
