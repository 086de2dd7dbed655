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

    /// <summary>Nothing of the reader's own types, options and modes.</summary>
    [Theory]
    [InlineData("", "line 1: not valid JSON: there is nothing in it")]
    [InlineData(" \n ", "line 2: not valid JSON: there is nothing in it")]
    [InlineData("[1,]", "line 1: not valid JSON: The JSON array contains a trailing comma at the end")]
    [InlineData("{\"a\":1,}", "line 1: not valid JSON: The JSON object contains a trailing comma at the end")]
    public void NotJson_SpeaksOfTheText(string json, string expected) => Assert.Equal(
        expected, $"{JsonFault.NotJson(Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json))) with { Path = "" }}");

    [Theory]
    [InlineData("The JSON value could not be converted to System.String. Path: $.a | LineNumber: 0 | BytePositionInLine: 1.", "must be a text")]
    [InlineData("The JSON value could not be converted to System.Nullable`1[System.Boolean]. Path: $.a | LineNumber: 0 | BytePositionInLine: 1.", "must be true or false")]
    [InlineData("The JSON value could not be converted to System.Int32. Path: $.a | LineNumber: 0 | BytePositionInLine: 1.", "must be a whole number that is not too large")]
    [InlineData("The JSON value could not be converted to System.Double. Path: $.a | LineNumber: 0 | BytePositionInLine: 1.", "must be a number")]
    [InlineData("The JSON value could not be converted to System.Collections.Generic.List`1[X]. Path: $.a | LineNumber: 0 | BytePositionInLine: 1.", "must be a list")]
    [InlineData("The JSON value could not be converted to Strangler.X.Y. Path: $.a | LineNumber: 0 | BytePositionInLine: 1.", "must be an object")]
    [InlineData("JSON deserialization for type 'Strangler.X.Y' was missing required properties including: 'who', 'why'.", "'who', 'why' is missing")]
    public void Of_NamesNoType(string message, string expected) => Assert.Equal(expected, JsonFault.Of(new JsonException(message, "$.a", 0, 1)).Text);

    [Fact]
    public void Of_NamesTheMember_WhereTheReaderKnowsIt() => Assert.Equal(
        "line 3, a.b: The JSON value could not be converted",
        $"{JsonFault.Of(new JsonException("The JSON value could not be converted. Path: $.a.b | LineNumber: 2 | BytePositionInLine: 1.", "$.a.b", 2, 1))}");
}
