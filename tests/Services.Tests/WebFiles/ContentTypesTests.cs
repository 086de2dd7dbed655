using Strangler.Services.WebFiles;

namespace Strangler.Services.Tests.WebFiles;

/// <summary>Types of files (contract 3.5), as seen on Werkzeug 2.2 with Debian's table; Windows asks its registry first.</summary>
public sealed class ContentTypesTests
{
    [Theory]
    [InlineData("a.js", "application/javascript; charset=utf-8", null)]
    [InlineData("a.mjs", "application/javascript; charset=utf-8", null)]
    [InlineData("a.css", "text/css; charset=utf-8", null)]
    [InlineData("a.html", "text/html; charset=utf-8", null)]
    [InlineData("a.json", "application/json", null)]
    [InlineData("a.js/", "text/javascript; charset=utf-8", null)]
    [InlineData("a.JS", "text/javascript; charset=utf-8", null)]
    [InlineData("a.png", "image/png", null)]
    [InlineData("a.svg/", "image/svg+xml; charset=utf-8", null)]
    [InlineData("a.xml", "application/xml; charset=utf-8", null)]
    [InlineData("a.js.gz", "text/javascript; charset=utf-8", "gzip")]
    [InlineData("a.tar.xz", "application/x-tar", "xz")]
    [InlineData("a.br", "application/octet-stream", "br")]
    [InlineData("a.map", "application/octet-stream", null)]
    [InlineData("LICENSE", "application/octet-stream", null)]
    public void OfPage_Name_IsLegacysType(string name, string header, string? encoding)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The registry decides.");
        Assert.Equal(new ContentType(header, encoding), ContentTypes.OfPage(name));
    }

    [Theory]
    [InlineData("favicon.svg", "image/svg+xml")]
    [InlineData("favicon.ico", "image/vnd.microsoft.icon")]
    [InlineData("favicon.js", "text/javascript; charset=utf-8")]
    [InlineData("browserconfig.xml", "application/xml; charset=utf-8")]
    public void OfIcon_Name_IsLegacysType(string name, string header)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The registry decides.");
        Assert.Equal(new ContentType(header), ContentTypes.OfIcon(name));
    }
}
