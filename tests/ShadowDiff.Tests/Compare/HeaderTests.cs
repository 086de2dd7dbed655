using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

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
    [InlineData("Vary", "Origin", "Origin, Origin", "")]
    [InlineData("Vary", "Origin", "Origin|origin", "")]
    [InlineData("Vary", "Origin", "Origin, Accept", "value header Vary")]
    [InlineData("Accept-Ranges", "bytes", "Bytes", "")]
    [InlineData("Accept-Ranges", "bytes", "none", "value header Accept-Ranges")]
    [InlineData("Content-Encoding", "", "identity", "")]
    [InlineData("Content-Encoding", "identity", "", "")]
    // Names of files.
    [InlineData("Content-Disposition", "inline; filename=a.txt", "Inline; FileName=\"a.txt\"", "")]
    [InlineData("Content-Disposition", "inline; filename=a.txt", "inline;filename=a.txt", "")]
    [InlineData("Content-Disposition", "inline; filename=a.txt", "inline; filename=A.txt", "value header Content-Disposition")]
    [InlineData("Content-Disposition", "inline; filename=a.txt", "inline", "value header Content-Disposition")]
    [InlineData("Content-Disposition", "inline; filename=a; filename*=UTF-8''%C3%A4", "inline; filename=; filename*=UTF-8''%C3%A4", "")]
    [InlineData("Content-Disposition", "inline; filename=a; filename*=UTF-8''%C3%A4", "inline; filename=a; filename*=UTF-8''%C3%A5", "value header Content-Disposition")]
    [InlineData("Cache-Control", "no-cache, max-age=0", "max-age=0,no-cache", "order header Cache-Control")]
    [InlineData("Cache-Control", "no-cache", "No-Cache", "")]
    [InlineData("Cache-Control", "no-cache", "no-store", "value header Cache-Control")]
    // CORS, known names and unknown.
    [InlineData("Access-Control-Allow-Origin", "*", "null", "value header Access-Control-Allow-Origin")]
    [InlineData("Access-Control-Allow-Origin", "*", "", "missing header Access-Control-Allow-Origin")]
    [InlineData("Access-Control-Allow-Methods", "GET, PUT", "PUT, GET", "")]
    [InlineData("Access-Control-Allow-Methods", "GET, PUT", "GET, put", "value header Access-Control-Allow-Methods")]
    [InlineData("Access-Control-Allow-Headers", "X-A, X-B", "x-b,x-a", "")]
    [InlineData("Access-Control-Allow-Headers", "X-A, X-B", "X-A", "value header Access-Control-Allow-Headers")]
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
    [InlineData("Content-Length", "3", "6", "value header Content-Length")]
    [InlineData("Content-Length", "30", "3", "value header Content-Length")]
    [InlineData("Content-Length", "3", "3", "")]
    // A client can notice what nobody has heard of.
    [InlineData("X-Own", "a", "", "missing header X-Own")]
    [InlineData("X-Own", "", "a", "extra header X-Own")]
    [InlineData("x-own", "a", "b", "value header x-own")]
    [InlineData("Age", "1", "2", "value header Age")]
    // The server's own.
    [InlineData("Date", "x", "y", "")]
    [InlineData("Server", "Werkzeug", "", "")]
    [InlineData("Connection", "close", "", "")]
    [InlineData("Keep-Alive", "timeout=1", "", "")]
    [InlineData("Transfer-Encoding", "chunked", "", "")]
    [InlineData("X-Served-By", "", "modern", "")]
    [InlineData("traceparent", "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "")]
    [InlineData("Via", "1.1 a", "", "")]
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

    [Fact]
    public void Compare_AnIgnoredHeader_IsNotCompared()
    {
        var pair = Pair("X-Own", "a", "b");
        Assert.Equal(Outcome.Match, ResponseComparer.Compare(pair, RuleSet.Empty, Found.Today, headers: new NoticeableHeaders(["x-own"])).Outcome);
        Assert.Equal(Outcome.Diverged, Found.Compare(pair).Outcome);
    }

    [Fact]
    public void Compare_AnotherStatus_IsOneFinding_AndWhoMayReadItIsAnother()
    {
        var legacy = Pairs.Response("""{"a":1}""", 200, ("Access-Control-Allow-Origin", "*"), ("ETag", "\"x\""), ("X-Own", "a"));
        var modern = Pairs.Response("", 404, ("Content-Type", "text/html"));
        Assert.Equal("value status; missing header Access-Control-Allow-Origin", Found.In(Pairs.Of(legacy, modern)));
        Assert.Equal("value status", Found.In(Pairs.Of(legacy, Pairs.Response("", 404, ("access-control-allow-origin", "*")))));
    }

    private static string Compare(string name, string legacy, string modern) => Found.In(Pair(name, legacy, modern));

    private static ResponsePair Pair(string name, string legacy, string modern) =>
        Pairs.Of(Pairs.Response("\"x\"", 200, (name, legacy)), Pairs.Response("\"x\"", 200, (name, modern)));
}
