using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Compare;

public sealed class HeaderTests
{
    /// <summary>A bar stands between two headers of one name; an empty value is a header that is not there.</summary>
    [Theory]
    // Lists, whose order is told apart from their items.
    [InlineData("Allow", "GET, HEAD", "HEAD, GET", "order header Allow")]
    [InlineData("Allow", "GET, HEAD", "GET, HEAD, POST", "value header Allow")]
    [InlineData("Allow", "GET, HEAD", "GET|HEAD", "")]
    [InlineData("Allow", "GET,HEAD", "GET,  HEAD", "")]
    [InlineData("Allow", "GET, HEAD", "GET, HEAD, HEAD", "value header Allow")]
    [InlineData("allow", "GET", "PUT", "value header Allow")]
    [InlineData("Vary", "Origin, Accept", "accept,origin", "order header Vary")]
    [InlineData("Vary", "Origin", "", "missing header Vary")]
    [InlineData("Cache-Control", "no-cache, max-age=0", "max-age=0,no-cache", "order header Cache-Control")]
    [InlineData("Cache-Control", "no-cache", "No-Cache", "")]
    [InlineData("Cache-Control", "no-cache", "no-store", "value header Cache-Control")]
    // CORS, known names and unknown.
    [InlineData("Access-Control-Allow-Origin", "*", "null", "value header Access-Control-Allow-Origin")]
    [InlineData("Access-Control-Allow-Origin", "*", "", "missing header Access-Control-Allow-Origin")]
    [InlineData("Access-Control-Allow-Methods", "GET, PUT", "PUT, GET", "order header Access-Control-Allow-Methods")]
    [InlineData("Access-Control-Allow-Credentials", "", "true", "extra header Access-Control-Allow-Credentials")]
    [InlineData("Access-Control-Max-Age", "", "5", "extra header Access-Control-Max-Age")]
    [InlineData("Access-Control-New-Thing", "a", "b", "value header Access-Control-New-Thing")]
    // Media types.
    [InlineData("Content-Type", "text/html; charset=utf-8", "text/html;charset=UTF-8", "")]
    [InlineData("Content-Type", "text/html; charset=utf-8", "Text/HTML; charset=\"utf-8\"", "")]
    [InlineData("Content-Type", "text/html; charset=utf-8", "text/html", "value header Content-Type")]
    [InlineData("Content-Type", "text/html; charset=utf-8", "text/html; charset=latin1", "value header Content-Type")]
    [InlineData("Content-Type", "application/json", "text/json", "value header Content-Type")]
    [InlineData("Content-Type", "multipart/mixed; boundary=a", "multipart/mixed; boundary=A", "value header Content-Type")]
    [InlineData("Content-Type", "not a type", "no type either", "value header Content-Type")]
    // Values as they stand.
    [InlineData("ETag", "\"a\"", "", "missing header ETag")]
    [InlineData("ETag", "\"a\"", "\"b\"", "value header ETag")]
    [InlineData("ETag", "\"a\"", "W/\"a\"", "value header ETag")]
    [InlineData("Location", "/a", "/A", "value header Location")]
    [InlineData("Location", "/a", " /a ", "")]
    [InlineData("Content-Disposition", "inline; filename=a", "attachment; filename=a", "value header Content-Disposition")]
    [InlineData("Content-Range", "bytes 0-9/20", "bytes 0-8/20", "value header Content-Range")]
    [InlineData("Last-Modified", "Sun, 22 Nov 2026 21:15:49 GMT", "Sun, 22 Nov 2026 21:15:50 GMT", "value header Last-Modified")]
    [InlineData("Retry-After", "1", "2", "value header Retry-After")]
    [InlineData("WWW-Authenticate", "Basic", "", "missing header WWW-Authenticate")]
    [InlineData("Content-Length", "5", "", "missing header Content-Length")]
    [InlineData("Content-Length", "", "5", "extra header Content-Length")]
    [InlineData("Content-Length", "5", "6", "")]
    // The server's own.
    [InlineData("Date", "x", "y", "")]
    [InlineData("Server", "Werkzeug", "", "")]
    [InlineData("Connection", "close", "", "")]
    [InlineData("Keep-Alive", "timeout=1", "", "")]
    [InlineData("Transfer-Encoding", "chunked", "", "")]
    [InlineData("X-Served-By", "", "modern", "")]
    public void Compare_Headers_OnlyWhatAClientNotices(string name, string legacy, string modern, string expected) => Assert.Equal(expected, Compare(name, legacy, modern));

    [Theory]
    // The value is nobody's business; whether there is one is.
    [InlineData("a=1", "a=2", "")]
    [InlineData("a=1", "a=", "value header Set-Cookie")]
    [InlineData("a=x=y", "a=z", "")]
    [InlineData("a=1", "", "missing header Set-Cookie")]
    [InlineData("a=1", "A=1", "value header Set-Cookie")]
    // Attributes are a set.
    [InlineData("a=1; Path=/; HttpOnly", "a=2; httponly; path=/", "")]
    [InlineData("a=1; Path=/;HttpOnly;", "a=1;Path=/; HttpOnly", "")]
    [InlineData("a=1; Path=/; Secure", "a=1; Path=/", "value header Set-Cookie")]
    [InlineData("a=1; HttpOnly", "a=1", "value header Set-Cookie")]
    [InlineData("a=1; SameSite=Lax", "a=1; samesite=lax", "")]
    [InlineData("a=1; SameSite=Lax", "a=1; SameSite=Strict", "value header Set-Cookie")]
    [InlineData("a=1; Domain=.Example.org", "a=1; Domain=example.org", "")]
    [InlineData("a=1; Path=/A", "a=1; Path=/a", "value header Set-Cookie")]
    [InlineData("a=1; Max-Age=5", "a=1; Max-Age=6", "value header Set-Cookie")]
    [InlineData("a=1; Expires=Sun, 22 Nov 2026 21:15:49 GMT", "a=1; Expires=Sun, 22 Nov 2026 21:15:50 GMT", "value header Set-Cookie")]
    // Cookies are too.
    [InlineData("a=1|b=2", "b=2|a=1", "")]
    [InlineData("a=1|b=2", "a=1", "value header Set-Cookie")]
    [InlineData("a=1", "a=1|a=2", "value header Set-Cookie")]
    [InlineData("", "a=1", "extra header Set-Cookie")]
    public void Compare_Cookies_ByNameAndAttributes(string legacy, string modern, string expected) => Assert.Equal(expected, Compare("Set-Cookie", legacy, modern));

    [Fact]
    public void Compare_Cookies_NeverTellsTheirValues()
    {
        var pair = Pair("Set-Cookie", "a=secret; Path=/", "a=secret; Path=/x|b=secret2");
        var difference = Assert.Single(Found.Compare(pair).Divergences).Difference;
        Assert.Equal(("a=(a value); path=/", "a=(a value); path=/x, b=(a value)"), (difference.Legacy, difference.Modern));
    }

    private static string Compare(string name, string legacy, string modern) => Found.In(Pair(name, legacy, modern));

    private static ResponsePair Pair(string name, string legacy, string modern) =>
        Pairs.Of(Pairs.Response("\"x\"", 200, (name, legacy)), Pairs.Response("\"x\"", 200, (name, modern)));
}
