using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Reports;

namespace Strangler.ShadowDiff.Tests.Reports;

public sealed class AnswerRowsTests
{
    [Theory]
    [InlineData("""{"a":1,"c":3}""", """{"a":1,"b":2,"c":3}""", "#  \"b\": 2,")]
    [InlineData("""{"a":{"x":1},"b":2}""", """{"b":2}""", "  \"a\": {#|    \"x\": 1#|  },#")]
    [InlineData("""{"b":1,"a":2}""", """{"a":2,"b":1}""", "  (in this order: b, a)#  (in this order: a, b)")]
    [InlineData("""{"a":1}""", """{"a":{"x":[]}}""", "  \"a\": 1#  \"a\": {|#    \"x\": []|#  }")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""", "  \"a\": 1,#  \"a\": 2|  \"a\": 2#")]
    [InlineData("[]", """["é"]""", "#  \"é\"")]
    [InlineData("""{"a":"é"}""", """{"a":"\u00e9"}""", "  \"a\": \"é\"#  \"a\": \"\\u00e9\"")]
    [InlineData("""[{"id":1,"n":1},{"id":2,"n":1}]""", """[{"id":0,"n":9},{"id":2,"n":2}]""", "    \"id\": 1,#    \"id\": 0,|    \"n\": 1#    \"n\": 9|    \"n\": 1#    \"n\": 2")]
    [InlineData("""[{"id":1,"n":1},{"id":2,"n":1}]""", """[{"id":2,"n":2}]""", "  {#|    \"id\": 1,#|    \"n\": 1#|  },#|    \"n\": 1#    \"n\": 2")]
    public void Json_IsAlignedByKey(string legacy, string modern, string expected) =>
        Assert.Equal(expected, Differing(Answer(legacy), Answer(modern)));

    [Fact]
    public void Headers_AreAlignedByName() => Assert.Equal(
        "Allow: GET#|#ETag: \"1\"|Vary: Origin#Vary: Accept",
        Differing(
            Answer("{}", ["allow", "GET"], ["vary", "Origin"], ["Date", "x"]), Answer("{}", ["Vary", "Accept"], ["ETag", "\"1\""])));

    [Fact]
    public void LongAnswer_KeepsWhatDiffers_AndSaysWhatItLeavesOut()
    {
        static string Long(int last) => $"{{{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"k{i}\":{i}"))},\"last\":{last}}}";
        var rows = AnswerRows.Of(Answer(Long(1)), Answer(Long(2)));

        Assert.InRange(rows.Count, 2, 20);
        Assert.Equal("  \"last\": 1", Assert.Single(rows, row => row.Differs).Legacy);
        Assert.Contains(rows, row => row.Legacy!.Contains("equal lines", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatCannotBeSeen_IsWrittenAsItsEscape() =>
        Assert.Equal("a\\u202Eb#a\\u0007b", Differing(Answer("a\u202Eb"), Answer("a\ab")));

    [Theory]
    [InlineData("\"a\": 100", "\"a\": 120", "\"a\": 1[0]0")]
    [InlineData("abc", "abXc", "ab[]c")]
    [InlineData("abXc", "abc", "ab[X]c")]
    [InlineData("aaa", "aa", "aa[a]")]
    [InlineData("😀", "😁", "[😀]")]
    public void DifferingPart_IsWhatStandsBetweenEqualEnds(string line, string other, string expected)
    {
        var parts = LineParts.Of(line, other);
        Assert.Equal(expected, $"{parts.Head}[{parts.Differing}]{parts.Tail}");
    }

    [Fact]
    public void ListedValues_AreCutToWhereTheyPart()
    {
        var (legacy, modern) = ShownValue.Of(new(1, "body", new string('a', 300) + "X\u001b", new string('a', 300) + "Y", null));
        Assert.EndsWith("aX\\u001B", legacy, StringComparison.Ordinal);
        Assert.EndsWith("aY", modern, StringComparison.Ordinal);
        Assert.InRange(legacy.Length, 20, 130);
        Assert.Equal("nothing", ShownValue.Of(new(1, "body", null, "1", null)).Legacy);
    }

    private static string Differing(StoredResponse legacy, StoredResponse modern) =>
        string.Join('|', AnswerRows.Of(legacy, modern).Where(row => row.Differs).Select(row => $"{row.Legacy}#{row.Modern}"));

    private static StoredResponse Answer(string body, params string[][] headers) => new(200, "OK", headers, new("text", body.Length, body), null);
}
