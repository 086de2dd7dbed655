using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Python;

namespace Strangler.Services.Tests.Python;

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

    private static FakeTimeProvider At(string utc, TimeSpan offset)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(utc + "Z", null));
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", offset, "test", "test"));
        return time;
    }
}
