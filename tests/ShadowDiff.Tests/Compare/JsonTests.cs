using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Compare;

public sealed class JsonTests
{
    [Theory]
    // The same.
    [InlineData("""{"a":1}""", """{"a":1}""", "")]
    [InlineData("[]", "[]", "")]
    [InlineData("\"x\"", "\"x\"", "")]
    // Values of one type.
    [InlineData("""{"a":1}""", """{"a":2}""", "value body /a")]
    [InlineData("""{"a":"x"}""", """{"a":"y"}""", "value body /a")]
    [InlineData("""{"a":""}""", """{"a":" "}""", "value body /a")]
    [InlineData("""{"a":"e\u0301"}""", """{"a":"\u00e9"}""", "value body /a")]
    [InlineData("""{"a":1.5}""", """{"a":1.25}""", "value body /a")]
    [InlineData("""{"a":"\ud800"}""", """{"a":"\ud801"}""", "value body /a")]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"a":{"b":{"c":2}}}""", "value body /a/b/c")]
    [InlineData("1", "2", "value body")]
    [InlineData("true", "false", "value body")]
    [InlineData("""{"a":"A"}""", """{"a":"a"}""", "value body /a")]
    [InlineData("""{"a":"x"}""", """{"a":"x\n"}""", "value body /a")]
    [InlineData("""{"t":"2026-11-22T21:15:48.935981"}""", """{"t":"2026-11-22T21:15:48.9359810"}""", "value body /t")]
    [InlineData("""{"t":"2026-11-22T21:15:48"}""", """{"t":"2026-11-22T21:15:48+00:00"}""", "value body /t")]
    [InlineData("""{"a":1,"b":2}""", """{"a":2,"b":1}""", "value body /a; value body /b")]
    [InlineData("""{"a":{"x":1},"b":{"x":2}}""", """{"a":{"x":3},"b":{"x":"2"}}""", "value body /a/x; type body /b/x")]
    // Python's numbers that JSON does not have: on both sides they are values, on one side they break the document.
    [InlineData("""{"a":NaN,"b":[1,-Infinity],"t":1.5}""", """{"a":NaN,"b":[1,-Infinity],"t":2.5}""", "value body /t")]
    [InlineData("""{"a":NaN,"b":Infinity,"t":"NaN"}""", """{"a":NaN,"b":-Infinity,"t":"Infinity"}""", "value body /b; value body /t")]
    [InlineData("""{"a":"\"NaN","b":NaN}""", """{"b":NaN,"a":"\"NaN"}""", "order body")]
    [InlineData("""{"a":Infinity}""", """{"a":1}""", "invalid-json body")]
    [InlineData("""[]""", """[{"a":Infinity}]""", "invalid-json body")]
    [InlineData("""{"a":Nan}""", """{"a":Nanu}""", "text body")]
    // Halves of surrogate pairs.
    [InlineData("""{"a":"\ud800"}""", """{"a":"\uD800"}""", "bytes body /a")]
    [InlineData("""{"a":"\ud800"}""", """{"a":"\\ud800"}""", "value body /a")]
    [InlineData("""{"a":"x\ud800\n"}""", """{"a":"x\ud800\u000a"}""", "bytes body /a")]
    [InlineData("""{"a":"\ud83d\ude00"}""", """{"a":"\ude00\ud83d"}""", "value body /a")]
    [InlineData("""{"a":"\ud83d\ude00"}""", "{\"a\":\"\U0001F600\"}", "bytes body /a")]
    [InlineData("""{"\udc00":1}""", """{"\udc00":2}""", "value body /\\udc00")]
    [InlineData("""{"\udc00":1}""", """{"\udc01":1}""", "missing body /\\udc00; extra body /\\udc01")]
    // Types.
    [InlineData("""{"a":1}""", """{"a":"1"}""", "type body /a")]
    [InlineData("""{"a":true}""", """{"a":1}""", "type body /a")]
    [InlineData("""{"a":null}""", """{"a":0}""", "type body /a")]
    [InlineData("""{"a":null}""", """{"a":{}}""", "type body /a")]
    [InlineData("""{"a":[]}""", """{"a":{}}""", "type body /a")]
    [InlineData("{}", "[]", "type body")]
    [InlineData("""{"a":"null"}""", """{"a":null}""", "type body /a")]
    [InlineData("""{"a":"true"}""", """{"a":true}""", "type body /a")]
    [InlineData("""{"a":"1.5"}""", """{"a":1.5}""", "type body /a")]
    [InlineData("""{"a":{"b":1}}""", """{"a":"{\"b\":1}"}""", "type body /a")]
    [InlineData("""{"a":[1]}""", """{"a":1}""", "type body /a")]
    [InlineData("""[[1]]""", """[{"0":1}]""", "type body /0")]
    [InlineData("""{"a":[1,"x",null]}""", """{"a":["1","x",0]}""", "type body /a/0")]
    [InlineData("null", "{}", "type body")]
    // Presence.
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", "missing body /b")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", "extra body /b")]
    [InlineData("""{"a":null}""", "{}", "null-or-missing body /a")]
    [InlineData("{}", """{"a":null}""", "null-or-missing body /a")]
    [InlineData("""{"A":1}""", """{"a":1}""", "missing body /A; extra body /a")]
    [InlineData("""{"a.b":1}""", """{"a":{"b":1}}""", "missing body /a.b; extra body /a")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":1}}""", "missing body /a/c")]
    [InlineData("""{"a":{"b":null}}""", """{"a":{}}""", "null-or-missing body /a/b")]
    [InlineData("""{"a":[null]}""", """{"a":[]}""", "missing body /a/0")]
    [InlineData("""{"a":{}}""", "{}", "missing body /a")]
    [InlineData("""{"bytes_sent":1}""", """{"bytesSent":1}""", "missing body /bytes_sent; extra body /bytesSent")]
    // Numbers.
    [InlineData("[1]", "[1.0]", "number-form body /0")]
    [InlineData("[1e2]", "[100]", "number-form body /0")]
    [InlineData("[1e2]", "[100.0]", "number-form body /0")]
    [InlineData("[0.1]", "[0.10]", "number-form body /0")]
    [InlineData("[-0.0]", "[0]", "number-form body /0")]
    [InlineData("[1E30]", "[1e+30]", "number-form body /0")]
    [InlineData("[4.0]", "[7]", "value body /0; number-form body /0")]
    [InlineData("[0.1]", "[0.10000000000000002]", "value body /0")]
    [InlineData("[9007199254740993]", "[9007199254740992]", "value body /0")]
    [InlineData("[1e400]", "[1e401]", "value body /0")]
    [InlineData("[1e99999999999999999999]", "[1e99999999999999999998]", "number-form body /0")]
    [InlineData("[12345678901234567890]", "[12345678901234567891]", "value body /0")]
    [InlineData("[12345678901234567890]", "[1.234567890123456789e19]", "number-form body /0")]
    [InlineData("[0.30000000000000004]", "[0.3]", "value body /0")]
    [InlineData("[99.99]", "[100.0]", "value body /0")]
    [InlineData("[1e-400]", "[0]", "value body /0; number-form body /0")]
    [InlineData("[-1]", "[1]", "value body /0")]
    [InlineData("[0]", "[-0]", "number-form body /0")]
    [InlineData("[1700000020.0]", "[1700000020]", "number-form body /0")]
    // Arrays.
    [InlineData("[1,2]", "[2,1]", "order body")]
    [InlineData("""[{"a":1,"b":2},3]""", """[3,{"b":2,"a":1}]""", "order body")]
    [InlineData("[1,2]", "[1,3]", "value body /1")]
    [InlineData("[1,2]", "[1,2,3]", "extra body /2")]
    [InlineData("[1,2,3]", "[1,2]", "missing body /2")]
    [InlineData("[1,2,3]", "[2,3]", "missing body /0")]
    [InlineData("[1,2,3,4,5]", "[9,1,2,3,4,5]", "extra body /0")]
    [InlineData("[1,2,3]", "[1,9,2,3]", "extra body /1")]
    [InlineData("""[{"id":1,"n":1},{"id":2,"n":2}]""", """[{"id":1,"n":1},{"id":2,"n":3}]""", "value body /1/n")]
    [InlineData("[]", "[[]]", "extra body /0")]
    [InlineData("[1,2,3,4]", "[1,9,3,4]", "value body /1")]
    [InlineData("[1,1,2]", "[1,2,2]", "value body /1")]
    [InlineData("[[1,2],[3]]", "[[2,1],[3]]", "order body /0")]
    [InlineData("""["a","b","c"]""", """["c","b","a"]""", "order body")]
    [InlineData("""[{"id":1},{"id":2}]""", """[{"id":2},{"id":1}]""", "order body")]
    [InlineData("""{"f":[{"n":"a","s":1}]}""", """{"f":[{"n":"a"}]}""", "missing body /f/0/s")]
    [InlineData("[1,2,3,4]", "[1,4]", "missing body /1")]
    [InlineData("[1,2,3]", "[1,4,5,3]", "value body /1; extra body /2")]
    // Order of members that one side alone has: by their names on both sides or on neither, and each once.
    [InlineData("""{"a":1,"b":2}""", """{"c":3,"d":4}""", "missing body /a; missing body /b; extra body /c; extra body /d")]
    [InlineData("""{"a":1,"b":2}""", """{"d":4,"c":3}""", "missing body /a; missing body /b; extra body /d; extra body /c; order body")]
    [InlineData("""{"b":2,"a":1}""", """{"d":4,"c":3}""", "missing body /b; missing body /a; extra body /d; extra body /c")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"c":3,"a":1}""", "missing body /b; extra body /c; order body")]
    [InlineData("""{"a":1}""", """{"d":4,"c":3}""", "missing body /a; extra body /d; extra body /c")]
    [InlineData("""{"z":0,"a":1,"b":2}""", """{"a":1,"b":2}""", "missing body /z; order body")]
    // Order of members: legacy's are sorted (contract 3.2).
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "order body")]
    [InlineData("""{"a":1,"b":2}""", """{"b":3,"a":1}""", "value body /b; order body")]
    [InlineData("""{"x":{"a":1,"b":2}}""", """{"x":{"b":2,"a":1}}""", "order body /x")]
    // The same document in other bytes.
    [InlineData("{\"a\":1}\n", """{"a":1}""", "bytes body")]
    [InlineData("""{"a":1,"b":[1,2]}""", """{"a": 1, "b": [1, 2]}""", "bytes body")]
    [InlineData("""{"a":"caf\u00e9"}""", """{"a":"café"}""", "bytes body /a")]
    [InlineData("""{"a":"\u00E9"}""", """{"a":"\u00e9"}""", "bytes body /a")]
    [InlineData("""{"a":"a\/b"}""", """{"a":"a/b"}""", "bytes body /a")]
    [InlineData("""{"a":"\u003cb\u003e"}""", """{"a":"<b>"}""", "bytes body /a")]
    [InlineData("""{"\u00e9":1}""", """{"é":1}""", "bytes body")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""", "bytes body")]
    [InlineData("""{"t":1,"a":"\u00e9"}""", """{"t":2,"a":"é"}""", "value body /t; bytes body /a")]
    [InlineData("{\"t\":1}\n", """{"t":2}""", "value body /t; bytes body")]
    [InlineData("""{"a":1,"a":2}""", """{"a":9,"a":2}""", "bytes body")]
    [InlineData("""{"a":1,"a":2}""", """{"a":1}""", "value body /a; bytes body")]
    [InlineData("{\"a\":1}\n", "{\"a\":1}\r\n", "bytes body")]
    [InlineData("""{"a":"\u007f"}""", "{\"a\":\"\u007f\"}", "bytes body /a")]
    [InlineData("""["\n"]""", """["\u000a"]""", "bytes body /0")]
    [InlineData("[ ]", "[]", "bytes body")]
    // Pointers (RFC 6901).
    [InlineData("""{"~1":1}""", """{"~1":2}""", "value body /~01")]
    [InlineData("""{"**":1}""", """{"**":2}""", "value body /~2~2")]
    [InlineData("""{"0":1}""", """{"0":2}""", "value body /0")]
    [InlineData("""{"a":{"":{"/":1}}}""", """{"a":{"":{"/":2}}}""", "value body /a//~1")]
    [InlineData("""{"é":1}""", """{"é":2}""", "value body /é")]
    [InlineData("""{"a/b":1}""", """{"a/b":2}""", "value body /a~1b")]
    [InlineData("""{"a~b":1}""", """{"a~b":2}""", "value body /a~0b")]
    [InlineData("""{"":1}""", """{"":2}""", "value body /")]
    [InlineData("""{"*":1}""", """{"*":2}""", "value body /~2")]
    [InlineData("""{"a b\u0000":1}""", """{"a b\u0000":2}""", "value body /a b\0")]
    // Not JSON.
    [InlineData("""{"a":NaN}""", """{"a":null}""", "invalid-json body")]
    [InlineData("""{"a":1}""", "<html>", "invalid-json body")]
    [InlineData("""{"a":1}x""", """{"a":1}""", "invalid-json body")]
    [InlineData("""{"a":NaN}""", """{"a":NaN}""", "")]
    [InlineData("""{"a":NaN}""", """{"a":Infinity}""", "value body /a")]
    [InlineData("""{"a":1}""", "", "missing body")]
    [InlineData("", """{"a":1}""", "extra body")]
    [InlineData("", "", "")]
    [InlineData("{'a':1}", "{'a':2}", "text body")]
    [InlineData("""{"a":1,}""", """{"a":1}""", "invalid-json body")]
    [InlineData("""{"a":1}""", """{"a":1""", "invalid-json body")]
    [InlineData("""{"a":1}""", """{"a":1}{"a":1}""", "invalid-json body")]
    [InlineData("\"\\ud8\"", "\"\\ud8 \"", "text body")]
    [InlineData("01", "1", "invalid-json body")]
    [InlineData("[1]//x", "[1]", "invalid-json body")]
    [InlineData("   ", "[]", "invalid-json body")]
    public void Compare_TwoDocuments_NamesWhatDiffers(string legacy, string modern, string expected) =>
        Assert.Equal(expected, Found.In(Pairs.Json(legacy, modern)));

    [Theory]
    [InlineData("""{"jobs":[{"n":1},{"n":2}]}""", """{"jobs":[{"n":3},{"n":4}]}""", "body /jobs/*/n")]
    [InlineData("[[1],[2]]", "[[3],[4]]", "body /*/*")]
    [InlineData("[1,2,3]", "[4,5,6]", "body /*")]
    [InlineData("""{"a":[{"b":[{"c":1}]}]}""", """{"a":[{"b":[{"c":2}]}]}""", "body /a/*/b/*/c")]
    [InlineData("""{"7":[1]}""", """{"7":[2]}""", "body /7/*")]
    public void Compare_TheSameInEachElement_IsOneDivergence(string legacy, string modern, string at) =>
        Assert.Equal(at, Assert.Single(Found.Compare(Pairs.Json(legacy, modern)).Divergences).At);

    [Fact]
    public void Compare_DeeperThanTheLimit_ComparesAsText()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);
        Assert.Equal("", Found.In(Pairs.Json(deep, deep)));
        Assert.Equal("text body", Found.In(Pairs.Json(deep, deep + " ")));
        Assert.Equal("invalid-json body", Found.In(Pairs.Json(deep, "[]")));
    }

    [Fact]
    public void Compare_VeryLongName_IsCutInThePath()
    {
        var name = new string('n', 100_000);
        var found = Found.In(Pairs.Json($$"""{"{{name}}":{"a":1} }""", $$"""{"{{name}}":{"a":2} }"""));
        Assert.Equal($"value body /{name[..128]}…/a", found);
    }

    [Fact]
    public void Compare_ManyDifferences_ListsABoundedNumber()
    {
        var legacy = "{" + string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"k{i}\":{{{string.Join(',', Enumerable.Range(0, 20).Select(j => $"\"m{j}\":1"))}}}")) + "}";
        var found = Found.Compare(Pairs.Json(legacy, legacy.Replace(":1", ":2", StringComparison.Ordinal))).Divergences;

        Assert.Equal(DifferenceList.Limit + 1, found.Count);
        Assert.Equal(DivergenceKind.TooMany, found[^1].Difference.Kind);
    }

    /// <summary>What is critical is told whatever stands before it.</summary>
    [Fact]
    public void Compare_ManyDifferences_HideNoCriticalOne()
    {
        var legacy = "{" + string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"k{i}\":{{{string.Join(',', Enumerable.Range(0, 20).Select(j => $"\"m{j}\":1"))}}}")) + ",\"z\":1,\"zz\":1}";
        var modern = legacy.Replace(":1,\"m", ":2,\"m", StringComparison.Ordinal).Replace("\"z\":1,\"zz\":1", "\"z\":\"1\"", StringComparison.Ordinal);
        var found = Found.Compare(Pairs.Json(legacy, modern)).Divergences;

        Assert.Equal(["type body /z", "missing body /zz", "too-many body"], found.Where(Severity.IsCritical).Select(one => $"{KebabName<DivergenceKind>.Of(one.Difference.Kind)} {one.At}"));
    }

    [Fact]
    public void Compare_ATable_IsOnePlaceForAllItsEntries()
    {
        var legacy = "{\"jobs\":{" + string.Join(',', Enumerable.Range(0, 400).Select(i => $"\"k{i}\":{{\"n\":1}}")) + "}}";
        var found = Found.Compare(Pairs.Json(legacy, legacy.Replace(":1", ":2", StringComparison.Ordinal))).Divergences;

        Assert.Equal(("body /jobs/{}/n", "body /jobs/k0/n"), (Assert.Single(found).At, found[0].Difference.At.ToString()));
        Assert.False(Severity.IsCritical(DivergenceKind.Missing, "body /jobs/{}"));
    }

    [Fact]
    public void Compare_Fingerprint_IsStable()
    {
        var first = Assert.Single(Found.Compare(Pairs.Json("""[{"a":1}]""", """[{"a":2}]""")).Divergences);
        var later = Assert.Single(Found.Compare(Pairs.Json("""[0,{"a":5}]""", """[0,{"a":6}]""")).Divergences);
        var other = Assert.Single(Found.Compare(Pairs.Json("""[{"a":1}]""", """[{"a":"1"}]""")).Divergences);

        Assert.Equal("9f6d8c8f6a7b4d5e".Length, first.Fingerprint.Length);
        Assert.Equal(first.Fingerprint, later.Fingerprint);
        Assert.NotEqual(first.Fingerprint, other.Fingerprint);
    }
}
