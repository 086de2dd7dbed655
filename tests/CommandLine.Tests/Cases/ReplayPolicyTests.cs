using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;

namespace Strangler.CommandLine.Tests.Cases;

public sealed class ReplayPolicyTests
{
    [Theory]
    [InlineData("GET", "status", true)]
    [InlineData("HEAD", "static", true)]
    [InlineData("OPTIONS", "connect", true)]
    [InlineData("POST", "test", true)]
    [InlineData("POST", "pause", true)]
    [InlineData("POST", "resume", true)]
    [InlineData("POST", "stop", false)]
    [InlineData("POST", "connect", false)]
    [InlineData("POST", "start_backup", false)]
    [InlineData("PUT", "test", false)]
    [InlineData("get", "status", false)]
    public void Apply_SendsOnlyWhatChangesNothing(string method, string route, bool sent)
    {
        Assert.Equal(sent, Apply(new ReplayPolicy(false, false), method, route).NotSent is null);
        Assert.Null(Apply(new ReplayPolicy(false, Unsafe: true), method, route).NotSent);
    }

    [Fact]
    public void Apply_HoldsBackSocketIo_EvenUnsafe() =>
        Assert.NotNull(Apply(new ReplayPolicy(false, Unsafe: true), "GET", "realtime").NotSent);

    [Fact]
    public void Apply_TakesCredentialsOut_UnlessTold()
    {
        Assert.Equal(["Accept"], Apply(new ReplayPolicy(false, false), "GET", "status").Request.Headers.Keys);
        Assert.Equal(4, Apply(new ReplayPolicy(WithCredentials: true, false), "GET", "status").Request.Headers.Count);
    }

    [Fact]
    public void Apply_HoldsBackWhatNeedsAValueOfACaseThatIsNotSent()
    {
        var place = AnswerPlace.TryParse("body /job_id")!;
        var start = Case("POST", "start_backup") with { Captures = new Dictionary<string, AnswerPlace> { ["id"] = place } };
        var status = Case("GET", "job_status") with { Uses = ["id"] };

        var applied = new ReplayPolicy(false, false).Apply(new([start, status])).Cases;

        Assert.Equal("it needs a value of a case that is not sent", applied[1].NotSent);
    }

    private static Case Apply(ReplayPolicy policy, string method, string route) => policy.Apply(new([Case(method, route)])).Cases[0];

    private static Case Case(string method, string route) => new("x", route, new(method, "/", new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept"] = "*/*",
        ["cookie"] = "a=b",
        ["Authorization"] = "Bearer x",
        ["X-API-Key"] = "k",
    }, null));
}
