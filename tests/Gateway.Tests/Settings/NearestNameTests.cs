using Strangler.Settings;

namespace Strangler.Gateway.Tests.Settings;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["status", "job_status", "health", "stop", "test"];

    [Theory]
    [InlineData("stauts", "status")]
    [InlineData("Status", "status")]
    [InlineData("jobstatus", "job_status")]
    [InlineData("heath", "health")]
    [InlineData("tests", "test")]
    [InlineData("nope", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    public void Of_AName_IsWhatWasMeant(string written, string? expected) => Assert.Equal(expected, NearestName.Of(written, Names));

    [Fact]
    public void Advice_WithNothingNear_OnlyLists()
    {
        Assert.Equal("did you mean 'stop'? The routes are status, stop", NearestName.Advice("sotp", ["status", "stop"], "the routes are"));
        Assert.Equal("the routes are status, stop", NearestName.Advice("nope", ["status", "stop"], "the routes are"));
    }
}
