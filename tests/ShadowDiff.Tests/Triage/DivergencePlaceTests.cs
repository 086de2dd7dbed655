using Strangler.ShadowDiff.Tests.Faults;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Triage;

public sealed class DivergencePlaceTests
{
    [Theory]
    [InlineData("status", "value", "{}", true)]
    [InlineData("body", "text", "no json", true)]
    [InlineData("header Allow", "value", "{}", true)]
    [InlineData("header Vary", "missing", "{}", false)]
    [InlineData("header Vary", "extra", "{}", true)]
    [InlineData("body /a", "value", """{"a":null}""", true)]
    [InlineData("body /a", "value", """{"b":1}""", false)]
    [InlineData("body /a", "extra", """{"b":1}""", true)]
    [InlineData("body /a/b", "extra", """{"b":1}""", false)]
    [InlineData("body /a/b", "null-or-missing", """{"a":{}}""", true)]
    [InlineData("body /files/*/name", "type", """{"files":[{},{"name":1}]}""", true)]
    [InlineData("body /files/*/name", "type", """{"files":[]}""", false)]
    [InlineData("body /a~1b~0c/~2", "value", """{"a/b~c":{"*":1}}""", true)]
    [InlineData("body /a", "value", "no json", false)]
    [InlineData("body /a", "value", "", false)]
    public void CouldShowIn_OnlyWhereThePlaceIs(string at, string kind, string legacy, bool expected)
    {
        var pair = Pairs.Of(Pairs.Response(legacy, 200, ("Allow", "GET")), Pairs.Response(legacy));
        Assert.Equal(expected, new DivergencePlace(at, kind, 200, "GET").CouldShowIn(pair));
        Assert.False(new DivergencePlace(at, kind, 404, "GET").CouldShowIn(pair));
        Assert.False(new DivergencePlace(at, kind, 200, "POST").CouldShowIn(pair));
    }

    [Theory]
    [InlineData("body /a", true)]
    [InlineData("body /b", false)]
    public void CouldShowIn_ACompressedBody_ReadsItAsTheComparisonDoes(string at, bool expected)
    {
        var answer = Pairs.Response(Gzip.Compress("""{"a":1}"""u8.ToArray()), 200, ("Content-Encoding", "gzip"));
        Assert.Equal(expected, new DivergencePlace(at, "value", 200, "GET").CouldShowIn(Pairs.Of(answer, answer)));
        Assert.False(new DivergencePlace(at, "value", 200, "GET").CouldShowIn(Pairs.Of(answer, answer), maxDecodedBytes: 3));
    }
}
