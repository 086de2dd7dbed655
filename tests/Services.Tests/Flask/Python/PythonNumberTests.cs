using System.Globalization;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Tests.Flask.Python;

/// <summary><c>int()</c> and <c>repr(float)</c> (contract 4 and 3.2).</summary>
public sealed class PythonNumberTests
{
    [Theory]
    [InlineData("1256", 1256)]
    [InlineData(" 1256 ", 1256)]
    [InlineData("\t\n1256\u00a0\u2003", 1256)]
    [InlineData("12_56", 1256)]
    [InlineData("+1256", 1256)]
    [InlineData("-1", -1)]
    [InlineData("0001256", 1256)]
    [InlineData("１２５６", 1256)]
    [InlineData("١٢٥٦", 1256)]
    public void TryInt_TextThatPythonReads_IsRead(string text, int expected)
    {
        Assert.True(PythonNumber.TryInt(new PythonText(text), out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("abc")]
    [InlineData("12 56")]
    [InlineData("_1256")]
    [InlineData("1256_")]
    [InlineData("12__56")]
    [InlineData("+_1")]
    [InlineData("+ 1")]
    [InlineData("1256.0")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("²")]
    [InlineData("99999999999999999999")]
    public void TryInt_TextThatPythonRefuses_IsRefused(string text) => Assert.False(PythonNumber.TryInt(new PythonText(text), out _));

    [Fact]
    public void TryInt_OtherTypes_FollowPython()
    {
        Assert.True(PythonNumber.TryInt(new PythonFloat(1256.9), out var truncated));
        Assert.True(PythonNumber.TryInt(new PythonFloat(-1.9), out var towardsZero));
        Assert.True(PythonNumber.TryInt(PythonBool.True, out var fromTrue));
        Assert.Equal((1256, -1, 1), (truncated, towardsZero, fromTrue));
        Assert.False(PythonNumber.TryInt(new PythonFloat(double.NaN), out _));
        Assert.False(PythonNumber.TryInt(new PythonFloat(double.PositiveInfinity), out _));
        Assert.False(PythonNumber.TryInt(PythonNull.Value, out _));
        Assert.False(PythonNumber.TryInt(new PythonList([]), out _));
    }

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(4.3, "4.3")]
    [InlineData(1763077997.0, "1763077997.0")]
    [InlineData(1795445822.4947107, "1795445822.4947107")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1e100, "1e+100")]
    [InlineData(5e-324, "5e-324")]
    public void FloatText_Value_IsPythonsRepr(double value, string expected) => Assert.Equal(expected, PythonNumber.FloatText(value));

    [Fact]
    public void FloatText_AnyValue_ReadsBackTheSame()
    {
        var random = new Random(20261122);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(value))
                Assert.Equal(value, double.Parse(PythonNumber.FloatText(value), CultureInfo.InvariantCulture));
        }
    }
}
