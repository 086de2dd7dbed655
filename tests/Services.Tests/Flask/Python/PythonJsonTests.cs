using System.Text;
using Strangler.Services.Flask.Python;
using Strangler.Testing;

namespace Strangler.Services.Tests.Flask.Python;

/// <summary>JSON in and out as Python's, checked against CPython 3.11 and Flask 2.2 (contract 3.2).</summary>
public sealed class PythonJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":2,"B":3,"_":4}""", """{"B":3,"_":4,"a":2,"b":1}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"\ud83d\ude00":1,"\uffff":2,"\ud83d":3}""", """{"\ud83d":3,"\uffff":2,"\ud83d\ude00":1}""")]
    [InlineData(""" [ 1 , 2.50 , null , true , false , [ ] , { } ] """, "[1,2.5,null,true,false,[],{}]")]
    [InlineData("[0, -0, -0.0, 12345678901234567890123]", "[0,0,-0.0,12345678901234567890123]")]
    [InlineData("[NaN, Infinity, -Infinity, 1e999, -1e999]", "[NaN,Infinity,-Infinity,Infinity,-Infinity]")]
    [InlineData("[1.0, 1e5, 1E-4, 1e-5, 1e15, 1e16, 1e22, 1e23, 5e-324]", "[1.0,100000.0,0.0001,1e-05,1000000000000000.0,1e+16,1e+22,1e+23,5e-324]")]
    [InlineData("[1700000020.0, 0.1, 123456789.125, 1.7976931348623157e308]", "[1700000020.0,0.1,123456789.125,1.7976931348623157e+308]")]
    [InlineData(""" "/<>&'\/" """, "\"/<>&'/\"")]
    [InlineData(""" "\b\f\n\r\t\"\\" """, """ "\b\f\n\r\t\"\\" """)]
    [InlineData(""" "ü\u2028\u007f\u0000\ud800€😀" """, """ "\u00fc\u2028\u007f\u0000\ud800\u20ac\ud83d\ude00" """)]
    public void RoundTrip_ValidText_HasPythonsBytes(string text, string expected)
    {
        Assert.True(PythonJsonReader.TryRead(text, out var value));

        Assert.Equal(expected.Trim() + "\n", Encoding.UTF8.GetString(PythonJsonWriter.Body(value)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("'a'")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("+1")]
    [InlineData("-")]
    [InlineData("-NaN")]
    [InlineData("nul")]
    [InlineData("1 2")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u123\"")]
    [InlineData("\uFEFF1")]
    [InlineData("\u00a01")]
    public void TryRead_WhatPythonRefuses_IsRefused(string text) => Assert.False(PythonJsonReader.TryRead(text, out _));

    [Fact]
    public void TryRead_LongIntegers_StopAtPythonsLimit()
    {
        Assert.True(PythonJsonReader.TryRead(new string('9', PythonNumber.MaxDigits), out _));
        Assert.False(PythonJsonReader.TryRead(new string('9', PythonNumber.MaxDigits + 1), out _));
    }

    [Fact]
    public void TryRead_DeepNesting_IsRefusedWithoutOverflowingTheStack()
    {
        Assert.True(PythonJsonReader.TryRead(Nested(PythonJsonReader.MaxDepth), out var value));
        Assert.Equal(Nested(PythonJsonReader.MaxDepth) + "\n", Encoding.ASCII.GetString(PythonJsonWriter.Body(value)));
        Assert.False(PythonJsonReader.TryRead(Nested(100_000), out _));
    }

    [Theory]
    [InlineData("7B7D", "{}")]
    [InlineData("EFBBBF7B7D", "{}")]
    [InlineData("FFFE7B007D00", "{}")]
    [InlineData("FEFF007B007D", "{}")]
    [InlineData("7B007D00", "{}")]
    [InlineData("007B007D", "{}")]
    [InlineData("3100", "1")]
    [InlineData("0031", "1")]
    [InlineData("FFFE00007B0000007D000000", "{}")]
    [InlineData("0000FEFF0000007B0000007D", "{}")]
    [InlineData("7B0000007D000000", "{}")]
    [InlineData("0000007B0000007D", "{}")]
    [InlineData("", "")]
    public void TryDecode_AnyUnicodeForm_IsFoundOut(string bytes, string expected)
    {
        Assert.True(PythonJsonText.TryDecode(Convert.FromHexString(bytes), out var text));
        Assert.Equal(expected, text);
    }

    [Fact]
    public void TryDecode_SurrogateInUtf8_IsPassedThrough()
    {
        Assert.True(PythonJsonText.TryDecode([(byte)'"', 0xED, 0xA0, 0x80, 0xC3, 0xBC, (byte)'"'], out var text));
        Assert.Equal("\"\uD800ü\"", text);
    }

    [Theory]
    [InlineData("22FF22")]
    [InlineData("22C022")]
    [InlineData("22E28222")]
    [InlineData("FFFE7B007D")]
    [InlineData("0000FEFF00110000")]
    public void TryDecode_BrokenBytes_AreRefused(string bytes) => Assert.False(PythonJsonText.TryDecode(Convert.FromHexString(bytes), out _));

    [Fact]
    public void TryRead_Vectors_AreAcceptedAndRefusedAsTheyMust()
    {
        Assert.SkipWhen(SharedFolder.Path is null, "The JSON vectors lie beside the repository, in shared/vectors/json.");

        var wrong = JsonVectors.Load().Where(vector => vector.IsWrong(Accepts(vector.Body))).Select(vector => vector.Name);

        // Python goes beyond JSON here: NaN and Infinity count as numbers.
        Assert.Equal(["n_number_NaN.json", "n_number_infinity.json", "n_number_minus_infinity.json"], wrong.Order(StringComparer.Ordinal));
    }

    private static bool Accepts(byte[] body) => PythonJsonText.TryDecode(body, out var text) && PythonJsonReader.TryRead(text, out _);

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
