using System.Net;
using Strangler.Settings;

namespace Strangler.Gateway.Tests.Settings;

public sealed class SettingValueTests
{
    [Theory]
    [InlineData("00:01:40", true, "")]
    [InlineData("0:00:01.5", true, "")]
    [InlineData("7.00:00:00", true, "")]
    [InlineData("1", false, "; for 1 seconds write 00:00:01")]
    [InlineData("100", false, "; for 100 seconds write 00:01:40")]
    [InlineData("0.25", false, "; for 0.25 seconds write 00:00:00.25")]
    [InlineData("24:00:00", false, "; for 24 hours write 1.00:00:00")]
    [InlineData("90:30:00", false, "; for 90 hours write 3.18:30:00")]
    [InlineData("-5", false, "")]
    [InlineData("", false, "")]
    [InlineData("5s", false, "")]
    [InlineData("99999999999", false, "")]
    public void Time_IsReadAsItIsMeant_OrSaidHowToWriteIt(string text, bool isTime, string hint) =>
        Assert.Equal((isTime, hint), (SettingValue.CanRead(typeof(TimeSpan), text), SettingValue.Hint(typeof(TimeSpan), text)));

    [Theory]
    [InlineData(typeof(int), "5", true)]
    [InlineData(typeof(int), "5.5", false)]
    [InlineData(typeof(int), "99999999999", false)]
    [InlineData(typeof(long), "", false)]
    [InlineData(typeof(bool), "TRUE", true)]
    [InlineData(typeof(bool), "1", false)]
    [InlineData(typeof(bool), "yes", false)]
    [InlineData(typeof(double), "half", false)]
    [InlineData(typeof(DecompressionMethods), "gzip", true)]
    [InlineData(typeof(DecompressionMethods), "1", false)]
    [InlineData(typeof(DecompressionMethods), "zip", false)]
    public void Value_OfAnotherType_IsNone(Type type, string text, bool expected) => Assert.Equal(expected, SettingValue.CanRead(type, text));
}
