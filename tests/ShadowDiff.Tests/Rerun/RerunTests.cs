using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Rerun;

public sealed class RerunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rerun_AsksBothSidesNow_AndCountsNothing()
    {
        var modern = """{"a":2}""";
        await using var legacy = await ShadowHost.StartAsync(Answers.Json("""{"a":1}"""), _ => null);
        await using var host = await StartAsync(legacy, context => Answers.Json(modern)(context));
        var page = await SampleAsync(host, "/x?q=1");

        Assert.Contains("still there", await RerunAsync(host, page), StringComparison.Ordinal);
        modern = """{"a":1}""";
        var gone = await RerunAsync(host, page);

        Assert.Contains(">gone<", gone, StringComparison.Ordinal);
        Assert.DoesNotContain("differs", gone, StringComparison.Ordinal);
        Assert.Equal(1, (await host.SettledAsync(1)).Compared);
    }

    [Fact]
    public async Task Rerun_ASideThatIsDown_SaysSo()
    {
        await using var legacy = await ShadowHost.StartAsync(Answers.Json("""{"a":1}"""), _ => null);
        await using var host = await StartAsync(legacy, Answers.Json("""{"a":2}"""));
        var page = await SampleAsync(host, "/x");
        await legacy.StopAsync();

        Assert.Contains("Legacy gave no answer", await RerunAsync(host, page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SideEffect.Follow, "which backup server")]
    [InlineData(SideEffect.Validate, "done twice")]
    public async Task Rerun_WhatChangesSomething_IsNotSent_AndThePageSaysWhy(SideEffect effect, string why)
    {
        var asked = 0;
        await using var legacy = await ShadowHost.StartAsync(Answers.Json("""{"a":1}"""), _ => null);
        await using var host = await StartAsync(legacy, async context =>
        {
            asked++;
            await Answers.Json("""{"a":2}""")(context);
        }, effect);
        var page = await SampleAsync(host, "/x");
        var before = asked;

        Assert.Contains(why, await host.Client.GetStringAsync(page, Token), StringComparison.Ordinal);
        Assert.Contains(why, await RerunAsync(host, page), StringComparison.Ordinal);
        Assert.Equal(before, asked);
    }

    [Fact]
    public async Task Pages_OfWhatIsNotThere_Are404()
    {
        await using var host = await ShadowHost.StartAsync(Answers.NothingAsync, _ => null);
        foreach (var path in new[] { "/reports/nope", "/reports/status/0000", "/reports/status/0000/issue.txt", "/api/sign-off/nope" })
            Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(path, Token)).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.GetAsync("/api/sign-off/status?format=pdf", Token)).StatusCode);
    }

    /// <summary>Modern is in process, and legacy another host; legacy answers the client.</summary>
    private static Task<ShadowHost> StartAsync(ShadowHost legacy, RequestDelegate modern, SideEffect effect = SideEffect.Safe) => ShadowHost.StartAsync(
        Answers.Json("""{"a":1}"""),
        context => context.Request.Path == "/x" ? new ShadowPlan("status", Side.Legacy, effect, modern, legacy.Address, Compare: true) : null);

    private static async Task<string> SampleAsync(ShadowHost host, string path)
    {
        await host.Client.GetStringAsync(path, Token);
        await host.SettledAsync(1);
        return $"/reports/status/{Assert.Single(Assert.Single((await host.ReportAsync()).Routes).Divergences).Fingerprint}";
    }

    private static async Task<string> RerunAsync(ShadowHost host, string page)
    {
        using var answer = await host.Client.PostAsync(page + "/rerun", new StringContent("{}", Encoding.UTF8, "application/json"), Token);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token);
    }
}
