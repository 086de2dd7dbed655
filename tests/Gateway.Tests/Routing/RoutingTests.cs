using Strangler.Gateway.Tests.Jobs;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Routing;

/// <summary>Which module, or legacy, a raw request target ends at (contract 3.3).</summary>
public sealed class RoutingTests
{
    private static readonly string[] Modules = ["status", "job_status", "perf", "job_perf", "cancel_job", "cancel_all", "check_receipt", "static"];

    /// <summary>Each with its answer, a <c>/</c> at the end of the line for no parameters.</summary>
    private static readonly (string Target, string Answer)[] Cases =
    [
        ("/api/status", "status "),
        ("//api/status", "status "),
        ("/%2F/api/status", "status "),
        ("/api%2Fstatus", "status "),
        ("/api/status#x", "status "),
        ("http://any.host/api/%73tatus?x", "status "),
        ("/api/status?job_id=a", "job_status "),
        ("//api/status?x&job_id=a", "job_status "),
        ("/api/status?job%5Fid=a", "job_status "),
        ("/api/status?job_id=", "status "),
        ("/api/status?job_id=&job_id=a", "status "),
        ("/api/status?JOB_ID=a", "status "),
        ("/api/status?x=job_id", "status "),
        ("/api/status/", "static api/status/"),
        ("/api/status/?job_id=a", "static api/status/"),
        ("/API/STATUS", "static API/STATUS"),
        ("/api/./status", "static api/./status"),
        ("/api//status", "static api//status"),
        ("/api/status;x=1", "static api/status;x=1"),
        ("/api/perf", "perf "),
        ("/api/perf/", "static api/perf/"),
        ("/api/perf/a", "job_perf a"),
        ("/api/perf/a+b%20c", "job_perf a+b c"),
        ("/api/perf/..", "job_perf .."),
        ("/api/perf/%ff", "job_perf \ufffd"),
        ("/api/perf/%252F", "job_perf %2F"),
        ("/api/perf/a%2Fb", "static api/perf/a/b"),
        ("/api/perf/a/", "static api/perf/a/"),
        ("/api/Perf/a", "static api/Perf/a"),
        ("/api/check_receipt/sub%2Fx", "static api/check_receipt/sub/x"),
        ("/api/check_receipt/a;b", "check_receipt a;b"),
        ("/", "static "),
        ("/scripts//app.js", "static scripts//app.js"),
    ];

    [Fact]
    public async Task Live_EveryTarget_EndsAtTheModuleOfFlasksRule()
    {
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());
        await gateway.SetAsync("live", Modules);

        foreach (var (target, answer) in Cases)
            Assert.Equal((target, "modern " + answer), (target, await gateway.AskAsync(target)));
    }

    [Fact]
    public async Task Live_ButTheCatchAllAtLegacy_WhatNoOtherModuleClaimsGoesThereAsItCame()
    {
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());
        await gateway.SetAsync("live", [.. Modules.Except(["static"])]);

        foreach (var (target, answer) in Cases)
        {
            var expected = answer.StartsWith("static", StringComparison.Ordinal) ? $"legacy GET {target}" : "modern " + answer;
            Assert.Equal((target, expected), (target, await gateway.AskAsync(target)));
        }
    }

    [Fact]
    public async Task Shadow_LegacyAnswers_AndTheModulesCopyHasItsParameters()
    {
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());
        await gateway.SetAsync("shadow", "job_perf", "static");

        Assert.Equal("legacy GET /api/perf/%ff", await gateway.AskAsync("/api/perf/%ff"));
        Assert.Equal("legacy GET /api/perf/a%2Fb", await gateway.AskAsync("/api/perf/a%2Fb"));

        var copies = await Eventually.GetAsync(() => gateway.Answers.ToList(), answers => answers.Count >= 2, TestContext.Current.CancellationToken);
        Assert.Equal(["modern job_perf \ufffd", "modern static api/perf/a/b"], copies.Order());
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/socket.io/?EIO=4&transport=polling")]
    [InlineData("//socket.io/?EIO=4&transport=polling")]
    [InlineData("/api/received_files")]
    public async Task CatchAllLive_RoutesWithoutAModule_StayWithLegacy(string target)
    {
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());
        await gateway.SetAsync("live", "static");

        Assert.Equal("legacy GET " + target, await gateway.AskAsync(target));
    }
}
