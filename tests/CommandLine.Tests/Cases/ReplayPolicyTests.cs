using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;
using Strangler.Testing;

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
    [InlineData("PURGE", "status", false)]
    public void Apply_SendsOnlyWhatChangesNothing(string method, string route, bool sent)
    {
        Assert.Equal(sent, Apply(Policy(false, false), method, route).NotSent is null);
        Assert.Null(Apply(Policy(false, @unsafe: true), method, route).NotSent);
    }

    [Fact]
    public void Apply_HoldsBackSocketIo_EvenUnsafe() =>
        Assert.NotNull(Apply(Policy(false, @unsafe: true), "GET", "realtime").NotSent);

    [Fact]
    public void Apply_TakesCredentialsOut_UnlessTold()
    {
        Assert.Equal(["Accept"], Apply(Policy(false, false), "GET", "status").Request.Headers.Keys);
        Assert.Equal(4, Apply(Policy(withCredentials: true, false), "GET", "status").Request.Headers.Count);
    }

    [Fact]
    public void Apply_HoldsBackWhatNeedsAValueOfACaseThatIsNotSent()
    {
        var place = AnswerPlace.TryParse("body /job_id")!;
        var start = Case("POST", "start_backup") with { Captures = new Dictionary<string, AnswerPlace> { ["id"] = place } };
        var status = Case("GET", "job_status") with { Uses = ["id"] };

        var applied = Policy(false, false).Apply(new([start, status])).Cases;

        Assert.Equal("it needs a value of a case that is not sent", applied[1].NotSent);
    }

    /// <summary>What a corpus or an imported example calls a route is a claim.</summary>
    [Theory]
    [InlineData("/api/start_backup", "pause", "POST of start_backup may change something")]
    [InlineData("/api/pause/../start_backup", "pause", "POST of static may change something")]
    [InlineData("/api/pause%2f..%2fstart_backup", "pause", "may change something")]
    [InlineData("//api/start_backup", "pause", "POST of start_backup may change something")]
    [InlineData("/api//pause", "pause", "may change something")]
    [InlineData("/api/pause#x", "pause", "may change something")]
    [InlineData("/socket.io/?EIO=4", "pause", "a Socket.IO exchange")]
    public void Apply_JudgesByTheTarget_NotByTheRouteThatACaseClaims(string target, string route, string said) =>
        Assert.Contains(said, Policy(false, false).Apply(new([Case("POST", route, target)])).Cases[0].NotSent, StringComparison.Ordinal);

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public void Apply_HoldsBackABodyThatAServerMayReadAsARequest(string method)
    {
        var one = Case(method, "status");
        one = one with { Request = one.Request with { Body = "POST /api/stop HTTP/1.1\r\n\r\n"u8.ToArray() } };

        Assert.Contains("may take it for the next request", Policy(false, false).Apply(new([one])).Cases[0].NotSent, StringComparison.Ordinal);
        Assert.Null(Policy(false, @unsafe: true).Apply(new([one])).Cases[0].NotSent);
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("x-http-method")]
    [InlineData("X_HTTP_METHOD_OVERRIDE")]
    [InlineData("X-Original-Method")]
    [InlineData("X-Forwarded-Method")]
    [InlineData("x-original_url")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("X-Method-Override")]
    public void Apply_HoldsBackAMethodInAHeader(string header)
    {
        var one = Case("GET", "status");
        one = one with { Request = one.Request with { Headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { [header] = "DELETE" } } };

        Assert.Contains("may make another request of it", Policy(false, false).Apply(new([one])).Cases[0].NotSent, StringComparison.Ordinal);
        Assert.Null(Policy(false, @unsafe: true).Apply(new([one])).Cases[0].NotSent);
    }

    /// <summary>.NET's client writes the methods that it knows in capitals: POST would go out where "post" was recorded.</summary>
    [Theory]
    [InlineData("get")]
    [InlineData("pOsT")]
    [InlineData("POST ")]
    [InlineData(" GET")]
    [InlineData("GET /api/stop HTTP/1.1\r\nx:")]
    [InlineData("CONNECT")]
    [InlineData("")]
    public void Apply_SendsNoMethodThatCannotGoOutAsWritten_EvenUnsafe(string method) =>
        Assert.NotNull(Apply(Policy(false, @unsafe: true), method, "test").NotSent);

    private static ReplayPolicy Policy(bool withCredentials, bool @unsafe) => new(new RouteFinder(RepositoryRoot.Combine("yarp.json")), withCredentials, @unsafe);

    private static Case Apply(ReplayPolicy policy, string method, string route) => policy.Apply(new([Case(method, route)])).Cases[0];

    private static Case Case(string method, string route, string? target = null) => new("x", route, new(method, target ?? $"/api/{route}", new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept"] = "*/*",
        ["cookie"] = "a=b",
        ["Authorization"] = "Bearer x",
        ["X-API-Key"] = "k",
    }, null));
}
