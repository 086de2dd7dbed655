using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Tests.Routing;

/// <summary>Contract 3.3; what it leaves open was asked of the reference legacy.</summary>
public sealed class RawPathTests
{
    [Theory]
    [InlineData("/api/status", "/api/status")]
    [InlineData("/api/status?x=/y#z", "/api/status")]
    [InlineData("/api/status#x", "/api/status")]
    [InlineData("/api/%73tatus", "/api/status")]
    [InlineData("/api%2Fstatus", "/api/status")]
    [InlineData("//api/status", "/api/status")]
    [InlineData("///api/status", "/api/status")]
    [InlineData("/%2Fapi/status", "/api/status")]
    [InlineData("http://any.host/api/status", "/api/status")]
    [InlineData("http://any.host:80//api/status?x=/", "/api/status")]
    [InlineData("http://any.host", "")]
    [InlineData("http://any.host?x=/y", "")]
    [InlineData("*", "/*")]
    [InlineData("/api//status", "/api//status")]
    [InlineData("/api/status/", "/api/status/")]
    [InlineData("/api/status;x=1", "/api/status;x=1")]
    [InlineData("/api/status%3Fx", "/api/status?x")]
    [InlineData("/api/status%23x", "/api/status#x")]
    [InlineData("/x/../api/./status", "/x/../api/./status")]
    [InlineData("/api/perf/%2e%2E", "/api/perf/..")]
    [InlineData("/api/perf/a+b%20c", "/api/perf/a+b c")]
    [InlineData("/api/perf/a%zz%", "/api/perf/a%zz%")]
    [InlineData("/api/perf/%252F", "/api/perf/%2F")]
    [InlineData("/api/perf/%ff%E2%82", "/api/perf/\ufffd\ufffd")]
    [InlineData("/api/perf/%D1%84%0a%00", "/api/perf/ф\n\0")]
    [InlineData("/http://h/api/status", "/http://h/api/status")]
    public void Of_Target_IsThePathThatFlaskRoutes(string rawTarget, string path) => Assert.Equal(path, RawPath.Of(rawTarget));

    [Theory]
    [InlineData("/api/status", "/api/status", true)]
    [InlineData("/api/status?a=%2F//", "/api/status", true)]
    [InlineData("/a/b.js", "/a/b.js", true)]
    [InlineData("/a/../b", "/b", false)]
    [InlineData("//api/status", "//api/status", false)]
    [InlineData("/api%2Fstatus", "/api%2Fstatus", false)]
    [InlineData("/api/%73tatus", "/api/status", false)]
    [InlineData("/api/status#x", "/api/status#x", false)]
    [InlineData("/api/status?a#x", "/api/status", false)]
    [InlineData("http://h/api/status", "/api/status", false)]
    public void IsPlain_WhereTheServerReadsAsFlaskDoes(string rawTarget, string path, bool plain) => Assert.Equal(plain, RawPath.IsPlain(rawTarget, path));
}
