using Strangler.Services.Flask;

namespace Strangler.Services.Tests.Flask;

/// <summary>The path that Flask routes (contract 3.3); each case was tried on Werkzeug 2.2.</summary>
public sealed class RoutedPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/scripts/app.js", "/scripts/app.js")]
    [InlineData("/scripts/app.js?v=2", "/scripts/app.js")]
    [InlineData("/scripts/app.js#x", "/scripts/app.js")]
    [InlineData("/a?b#c", "/a")]
    [InlineData("/a%3Fb%23c", "/a?b#c")]
    [InlineData("/a;b=1", "/a;b=1")]
    [InlineData("/a+b", "/a+b")]
    [InlineData("/../x/./y/", "/../x/./y/")]
    [InlineData("//scripts/app.js", "/scripts/app.js")]
    [InlineData("///", "/")]
    [InlineData("/%2f%2Fapi", "/api")]
    [InlineData("/api//status", "/api//status")]
    [InlineData("/a%2fb", "/a/b")]
    [InlineData("/%252e", "/%2e")]
    [InlineData("/%", "/%")]
    [InlineData("/%zz%4", "/%zz%4")]
    [InlineData("/%D1%84", "/\u0444")]
    [InlineData("/%ff%fe", "/\ufffd\ufffd")]
    [InlineData("/a%0ab", "/a\nb")]
    [InlineData("http://host/a/b?c", "/a/b")]
    [InlineData("http://host//a", "/a")]
    [InlineData("http://host", "/")]
    [InlineData("http://host?x", "/")]
    [InlineData("/http://x/y", "/http://x/y")]
    [InlineData("*", "/*")]
    public void Of_Target_IsDecodedAsInWerkzeug(string target, string path) => Assert.Equal(path, RoutedPath.Of(target));
}
