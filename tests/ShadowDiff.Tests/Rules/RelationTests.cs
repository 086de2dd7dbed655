using System.Text.Json;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Rules;

public sealed class RelationTests
{
    [Theory]
    [InlineData("a <= b", """{"a":1,"b":1}""", true)]
    [InlineData("a <= b", """{"a":2,"b":1}""", false)]
    [InlineData("a = b * c / 100", """{"a":67,"b":205,"c":33}""", true)]
    [InlineData("a = b * c / 100", """{"a":66,"b":205,"c":33}""", false)]
    [InlineData("a = b * c / 100", """{"a":68.0,"b":205,"c":33}""", false)]
    [InlineData("a = b * 100 / c", """{"a":33.33,"b":1,"c":3}""", true)]
    [InlineData("a = b * 100 / c", """{"a":33.35,"b":1,"c":3}""", false)]
    [InlineData("a = b * 100 / c", """{"a":0,"b":0,"c":0}""", false)]
    [InlineData("a <= b - c / d", """{"a":2,"b":10,"c":4,"d":3}""", true)]
    [InlineData("a <= b - c / d", """{"a":3,"b":10,"c":4,"d":3}""", false)]
    [InlineData("a <= b", """{"a":null,"b":1}""", false)]
    [InlineData("a <= b", """{"a":"1","b":1}""", false)]
    [InlineData("a <= b", """{"b":1}""", false)]
    [InlineData("a <= b", "{}", false)]
    [InlineData("a/x <= a/y", """{"a":{"x":1,"y":2}}""", true)]
    [InlineData("a/x <= a/y", """{"a":{"x":3,"y":2}}""", false)]
    public void Holds_NumbersOfOneAnswer_AreCalculatedFromLeftToRight(string text, string json, bool expected)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, Relation.TryParse(text)!.Holds(name => Surroundings.Member(document.RootElement, name)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a < b")]
    [InlineData("a <= ")]
    [InlineData("a<=b")]
    [InlineData("a = b *")]
    [InlineData("a = b c")]
    [InlineData("1 <= b")]
    [InlineData("a = b\n")]
    public void TryParse_WhatIsNone_IsNull(string text) => Assert.Null(Relation.TryParse(text));
}
