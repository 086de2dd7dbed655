using System.Text;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Tests.Compare;

public sealed class ResponseTests
{
    [Theory]
    [InlineData("Allow", "GET, HEAD", "HEAD, GET", "order header Allow")]
    [InlineData("Allow", "GET, HEAD", "GET, HEAD, POST", "value header Allow")]
    [InlineData("Allow", "GET, HEAD", "GET|HEAD", "")]
    [InlineData("allow", "GET", "PUT", "value header Allow")]
    [InlineData("Vary", "Origin, Accept", "accept,origin", "order header Vary")]
    [InlineData("Access-Control-Allow-Origin", "*", "null", "value header Access-Control-Allow-Origin")]
    [InlineData("Access-Control-Allow-Methods", "GET, PUT", "PUT, GET", "order header Access-Control-Allow-Methods")]
    [InlineData("Access-Control-Max-Age", "", "5", "extra header Access-Control-Max-Age")]
    [InlineData("Content-Type", "text/html; charset=utf-8", "text/html;charset=UTF-8", "")]
    [InlineData("Content-Type", "text/html; charset=utf-8", "text/html", "value header Content-Type")]
    [InlineData("ETag", "\"a\"", "", "missing header ETag")]
    [InlineData("ETag", "\"a\"", "\"b\"", "value header ETag")]
    [InlineData("Cache-Control", "no-cache, max-age=0", "max-age=0,no-cache", "order header Cache-Control")]
    [InlineData("Location", "/a", "/A", "value header Location")]
    [InlineData("Set-Cookie", "a=1; Path=/; HttpOnly", "a=2; httponly; path=/", "")]
    [InlineData("Set-Cookie", "a=1; Path=/", "b=1; Path=/", "value header Set-Cookie")]
    [InlineData("Date", "x", "y", "")]
    [InlineData("Server", "Werkzeug", "", "")]
    [InlineData("Connection", "close", "", "")]
    [InlineData("Content-Length", "5", "", "missing header Content-Length")]
    [InlineData("Content-Length", "5", "6", "")]
    public void Compare_Headers_OnlyWhatAClientNotices(string name, string legacy, string modern, string expected)
    {
        var pair = Pairs.Of(Pairs.Response("\"x\"", 200, (name, legacy)), Pairs.Response("\"x\"", 200, (name, modern)));
        Assert.Equal(expected, Found.In(pair));
    }

    [Fact]
    public void Compare_Head_ComparesTheLengthItAnnounces()
    {
        var pair = Pairs.Of(Pairs.Response("", 200, ("Content-Length", "5")), Pairs.Response("", 200, ("Content-Length", "6")), "HEAD");
        Assert.Equal("value header Content-Length", Found.In(pair));
    }

    [Fact]
    public void Compare_StatusAndReason_AreTwoThings()
    {
        var ok = Pairs.Response("x");
        Assert.Equal("value status", Found.In(Pairs.Of(ok, Pairs.Response("x", 404))));
        Assert.Equal("value reason", Found.In(Pairs.Of(ok, ok with { Reason = "Ok" })));
    }

    [Fact]
    public void Compare_SideThatThrew_IsNamedWithItsException()
    {
        var pair = Pairs.Of(Pairs.Response("x"), CapturedResponse.Thrown(new FormatException()));
        var divergence = Assert.Single(Found.Compare(pair).Divergences);
        Assert.Equal(("status", DivergenceKind.Exception, "200", "FormatException"), (divergence.At, divergence.Difference.Kind, divergence.Difference.Legacy, divergence.Difference.Modern));
    }

    [Fact]
    public void Compare_Text_ShowsTheFirstLineThatDiffers()
    {
        var html = ("Content-Type", "text/html");
        var difference = Assert.Single(Found.Compare(Pairs.Of(Pairs.Response("a\nb\nc", 200, html), Pairs.Response("a\nB\nc", 200, html))).Divergences).Difference;
        Assert.Equal((DivergenceKind.Text, "b", "B"), (difference.Kind, difference.Legacy, difference.Modern));
    }

    [Fact]
    public void Compare_Binary_TellsLengthAndHash()
    {
        var type = ("Content-Type", "image/png");
        var difference = Assert.Single(Found.Compare(Pairs.Of(Pairs.Response([0, 1, 2], 200, type), Pairs.Response([0, 1, 255], 200, type))).Divergences).Difference;
        Assert.Equal(DivergenceKind.Binary, difference.Kind);
        Assert.StartsWith("3 bytes, SHA-256 ", difference.Modern, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_CompressedJson_IsNotReadAsJson()
    {
        var pair = Pairs.Of(
            Pairs.Response(Encoding.UTF8.GetBytes("{}"), 200, ("Content-Encoding", "gzip")), Pairs.Response(Encoding.UTF8.GetBytes("{ }"), 200, ("Content-Encoding", "gzip")));
        Assert.Equal("binary body", Found.In(pair));
    }
}
