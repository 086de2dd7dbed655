using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Tests.Flask.Python;

/// <summary>Local times as in legacy's answers (contract 4, Q32).</summary>
public sealed class PythonTimeTests
{
    [Theory]
    [InlineData("2026-11-22T20:56:12.8479790", "2026-11-22T20:56:12.847979")]
    [InlineData("2026-11-22T20:56:12.8479799", "2026-11-22T20:56:12.847979")]
    [InlineData("2026-11-22T20:56:12.0000010", "2026-11-22T20:56:12.000001")]
    [InlineData("2026-11-22T20:56:12.0000009", "2026-11-22T20:56:12")]
    [InlineData("2026-11-22T20:56:12.5000000", "2026-11-22T20:56:12.500000")]
    public void LocalIsoFormat_Moment_IsPythonsText(string utc, string expected) =>
        Assert.Equal(expected, At(utc, TimeSpan.Zero).LocalIsoFormat());

    [Fact]
    public void LocalIsoFormat_OtherZone_IsLocalWithoutOffset() =>
        Assert.Equal("2026-11-23T06:24:25.005838", At("2026-11-22T21:24:25.0058380", TimeSpan.FromHours(9)).LocalIsoFormat());

    /// <summary>Computed with Python and <c>TZ=Asia/Tokyo</c>.</summary>
    [Theory]
    [InlineData(1700000000, "Wed Nov 15 07:13:20 2023")]
    [InlineData(1762092820, "Sun Nov  2 23:13:40 2025")]
    [InlineData(-1, "Thu Jan  1 08:59:59 1970")]
    [InlineData(253402127999, "Thu Dec 30 08:59:59 9999")]
    public void CTime_Moment_IsPythonsText(long seconds, string expected) =>
        Assert.Equal(expected, At("2026-11-22T21:24:25", TimeSpan.FromHours(9)).CTime(seconds));

    /// <summary>A file system may hold them.</summary>
    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void CTime_OutOfTheCalendar_IsItsEnd(long seconds) =>
        Assert.Matches(seconds < 0 ? " 0001$" : " 9999$", At("2026-11-22T21:24:25", TimeSpan.FromHours(9)).CTime(seconds));

    [Fact]
    public void UnixSeconds_Now_HasAFraction() => Assert.Equal(1795382665.25, At("2026-11-22T21:24:25.25", TimeSpan.FromHours(9)).UnixSeconds());

    private static FakeTimeProvider At(string utc, TimeSpan offset)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(utc + "Z", null));
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", offset, "test", "test"));
        return time;
    }
}
