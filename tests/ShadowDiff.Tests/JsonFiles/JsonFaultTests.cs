using System.Text.Json;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.ShadowDiff.Tests.JsonFiles;

public sealed class JsonFaultTests
{
    /// <summary>One place, counted as editors count, and one full stop less.</summary>
    [Theory]
    [InlineData("{\n\"a\": x}", "line 2: 'x' is an invalid start of a value")]
    [InlineData("{\n\"a", "line 2: Expected end of string, but instead reached end of data")]
    [InlineData("{\"a\": \" Path: $ | LineNumber: 7\" 1}", "line 1: '1' is invalid after a value. Expected either ',', '}', or ']'")]
    public void Of_SaysThePlaceOnce(string json, string expected) =>
        Assert.Equal(expected, $"{JsonFault.Of(Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json)))}");

    [Fact]
    public void Of_NamesTheMember_WhereTheReaderKnowsIt() => Assert.Equal(
        "line 3, a.b: The JSON value could not be converted",
        $"{JsonFault.Of(new JsonException("The JSON value could not be converted. Path: $.a.b | LineNumber: 2 | BytePositionInLine: 1.", "$.a.b", 2, 1))}");
}
