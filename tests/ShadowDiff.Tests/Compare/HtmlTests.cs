namespace Strangler.ShadowDiff.Tests.Compare;

/// <summary>White space that a page does not show is a difference in bytes; everything else is one in text.</summary>
public sealed class HtmlTests
{
    private const string MethodNotAllowed =
        "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n<p>The method is not allowed for the requested URL.</p>\n";

    [Theory]
    [InlineData("<p>a</p>", "<p>a</p>", "")]
    [InlineData(MethodNotAllowed, MethodNotAllowed, "")]
    // Not shown.
    [InlineData("<p>a</p>", "<p>a</p>\n", "bytes body")]
    [InlineData("<p>a</p>", "\n<p>a</p>", "bytes body")]
    [InlineData("<p>a b</p>", "<p>a  b</p>", "bytes body")]
    [InlineData("<p>a b</p>", "<p>a\r\n\tb</p>", "bytes body")]
    [InlineData("<p>a</p><p>b</p>", "<p>a</p>\n  <p>b</p>", "bytes body")]
    [InlineData("<p>a</p>", "<p> a </p>", "bytes body")]
    [InlineData("<ul><li>a</li></ul>", "<ul>\n  <li>a</li>\n</ul>", "bytes body")]
    [InlineData("a<br>b", "a <br/> b", "text body")]
    [InlineData("a<br>b", "a <br>\nb", "bytes body")]
    [InlineData("<p class=\"x\">a</p>", "<p  class=\"x\" >a</p>", "bytes body")]
    [InlineData("<p class=\"x\" id=\"y\">a</p>", "<p class=\"x\"\n   id=\"y\">a</p>", "bytes body")]
    [InlineData("<b>a</b> <b>b</b>", "<b>a</b>\n<b>b</b>", "bytes body")]
    [InlineData("<td>a<!-- x --></td>", "<td> a<!-- x --> </td>", "bytes body")]
    // Shown, or not known not to be.
    [InlineData("<b>a</b> <b>b</b>", "<b>a</b><b>b</b>", "text body")]
    [InlineData("<p>a b</p>", "<p>ab</p>", "text body")]
    [InlineData("<p>a</p>", "<p>b</p>", "text body")]
    [InlineData("<p>a</p>", "<P>a</P>", "text body")]
    [InlineData("<p>a</p>", "<h1>a</h1>", "text body")]
    [InlineData("<p>a</p>", "<p class=x>a</p>", "text body")]
    [InlineData("<p>a</p>", "<p>a", "text body")]
    [InlineData("<p>&amp;</p>", "<p>&#38;</p>", "text body")]
    [InlineData("<p>a\u00a0b</p>", "<p>a b</p>", "text body")]
    [InlineData("<p title=\"a b\">x</p>", "<p title=\"a  b\">x</p>", "text body")]
    [InlineData("<p title='>a  b'>x</p>", "<p title='>a b'>x</p>", "text body")]
    [InlineData("<!-- a  b -->", "<!-- a b -->", "text body")]
    [InlineData("<pre>a  b</pre>", "<pre>a b</pre>", "text body")]
    [InlineData("<PRE>a\nb</PRE>", "<PRE>a b</PRE>", "text body")]
    [InlineData("<textarea> a</textarea>", "<textarea>a</textarea>", "text body")]
    [InlineData("<script>a;\nb</script>", "<script>a; b</script>", "text body")]
    [InlineData("<style>a  b</style>", "<style>a b</style>", "text body")]
    [InlineData("<pre>a</pre>  <p>b", "<pre>a</pre><p>b", "bytes body")]
    // Never closed.
    [InlineData("<p title=\"a", "<p title=\"b", "text body")]
    [InlineData("<p title=\"a  b", "<p title=\"a b", "text body")]
    [InlineData("<!-- a", "<!-- b", "text body")]
    [InlineData("<pre> a", "<pre>a", "text body")]
    [InlineData("a < b", "a <  b", "bytes body")]
    [InlineData("a <", "a <<", "text body")]
    public void Compare_TwoPages_TellsWhatAReaderSees(string legacy, string modern, string expected) => Assert.Equal(expected, Compare(legacy, modern, "text/html"));

    [Fact]
    public void Compare_OtherType_KeepsEveryBlank()
    {
        Assert.Equal("text body", Compare("<p>a</p>", "<p>a</p>\n", "text/plain"));
        Assert.Equal("bytes body", Compare("<p>a</p>", "<p>a</p>\n", "TEXT/HTML; charset=utf-8"));
    }

    private static string Compare(string legacy, string modern, string type) =>
        Found.In(Pairs.Of(Pairs.Response(legacy, 200, ("Content-Type", type)), Pairs.Response(modern, 200, ("Content-Type", type))));
}
