using Strangler.Services.WebFiles;

namespace Strangler.Services.Tests.WebFiles;

/// <summary>What Windows would read otherwise than it is written is no name of a web file.</summary>
public sealed class WindowsNameTests
{
    [Theory]
    [InlineData("app.js", true)]
    [InlineData("a b.txt", true)]
    [InlineData(".hidden", true)]
    [InlineData("console.js", true)]
    [InlineData("com.js", true)]
    [InlineData("com10", true)]
    [InlineData("\u0444.txt", true)]
    [InlineData("..\\..\\config.json", false)]
    [InlineData("C:", false)]
    [InlineData("app.js::$DATA", false)]
    [InlineData("app.js:stream", false)]
    [InlineData("app.js.", false)]
    [InlineData("app.js ", false)]
    [InlineData("...", false)]
    [InlineData("CON", false)]
    [InlineData("nul.txt", false)]
    [InlineData("Aux .tar.gz", false)]
    [InlineData("com1", false)]
    [InlineData("LPT9.svg", false)]
    [InlineData("COM\u00b9", false)]
    [InlineData("conin$", false)]
    [InlineData("*.js", false)]
    [InlineData("a?b", false)]
    [InlineData("a|b", false)]
    public void IsOrdinary_Part_TellsWhatIsReadAsWritten(string part, bool expected) => Assert.Equal(expected, WindowsName.IsOrdinary(part));

    [Theory]
    [InlineData("NEWGUI~1.HTM", true)]
    [InlineData("app.js", false)]
    public void MayBeShort_Part_LooksForATilde(string part, bool expected) => Assert.Equal(expected, WindowsName.MayBeShort(part));
}
