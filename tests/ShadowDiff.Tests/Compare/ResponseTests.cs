using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Compare;

public sealed class ResponseTests
{
    [Theory]
    [InlineData("GET", 200, "x", 200, "x", "")]
    [InlineData("GET", 200, "x", 404, "x", "value status")]
    [InlineData("GET", 200, "x", 204, "", "value status")]
    [InlineData("GET", 204, "", 200, "x", "value status")]
    [InlineData("GET", 304, "", 200, "x", "value status")]
    [InlineData("GET", 204, "", 204, "", "")]
    [InlineData("GET", 304, "", 304, "", "")]
    [InlineData("GET", 200, "", 200, "", "")]
    [InlineData("GET", 200, "\"x\"", 200, "", "missing body")]
    [InlineData("GET", 200, "", 200, "x", "extra body")]
    [InlineData("HEAD", 200, "", 200, "", "")]
    [InlineData("HEAD", 200, "", 404, "", "value status")]
    [InlineData("OPTIONS", 200, "", 204, "", "value status")]
    [InlineData("POST", 500, "{\"a\":1}", 500, "{\"a\":2}", "value body /a")]
    [InlineData("POST", 500, "{\"a\":1}", 400, "{\"a\":2}", "value status")]
    public void Compare_StatusAndBody_AreToldApart(string method, int legacyStatus, string legacy, int modernStatus, string modern, string expected) =>
        Assert.Equal(expected, Found.In(Pairs.Of(Pairs.Response(legacy, legacyStatus), Pairs.Response(modern, modernStatus), method)));

    /// <summary>Where a body can be, its comparison has said all that its length could.</summary>
    [Theory]
    [InlineData("GET", 200, "5", "6", "")]
    [InlineData("HEAD", 200, "5", "6", "value header Content-Length")]
    [InlineData("HEAD", 200, "5", "", "missing header Content-Length")]
    [InlineData("GET", 304, "5", "6", "value header Content-Length")]
    [InlineData("GET", 204, "", "0", "extra header Content-Length")]
    [InlineData("HEAD", 200, "5", "5", "")]
    public void Compare_LengthWithoutBody_IsComparedByValue(string method, int status, string legacy, string modern, string expected)
    {
        var pair = Pairs.Of(Pairs.Response("", status, ("Content-Length", legacy)), Pairs.Response("", status, ("Content-Length", modern)), method);
        Assert.Equal(expected, Found.In(pair));
    }

    [Theory]
    [InlineData("OK", "Ok", "value reason")]
    [InlineData("OK", "", "value reason")]
    [InlineData("OK", "OK", "")]
    public void Compare_Reason_IsComparedWhereTheStatusIsTheSame(string legacy, string modern, string expected)
    {
        var answer = Pairs.Response("x");
        Assert.Equal(expected, Found.In(Pairs.Of(answer with { Reason = legacy }, answer with { Reason = modern })));
        Assert.Equal("value status", Found.In(Pairs.Of(answer with { Reason = legacy }, answer with { Reason = modern, Status = 201 })));
    }

    [Fact]
    public void Compare_SideThatThrew_IsNamedWithItsException()
    {
        var pair = Pairs.Of(Pairs.Response("x"), CapturedResponse.Thrown(new FormatException()));
        var divergence = Assert.Single(Found.Compare(pair).Divergences);
        Assert.Equal(("status", DivergenceKind.Exception, "200", "FormatException"), (divergence.At, divergence.Difference.Kind, divergence.Difference.Legacy, divergence.Difference.Modern));
    }
}
