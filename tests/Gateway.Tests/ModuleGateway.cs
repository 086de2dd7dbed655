using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Routing;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Model;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests;

/// <summary>
/// The gateway with modules of the test's own: each says "modern", its route and its parameters. So a
/// test sees who was asked, whatever the real modules do.
/// </summary>
internal sealed class ModuleGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly ConcurrentQueue<string> _answers;

    private ModuleGateway(WebApplication app, ConcurrentQueue<string> answers) => (_app, _answers) = (app, answers);

    /// <summary>What the modules answered, to clients and to the shadow.</summary>
    public IEnumerable<string> Answers => _answers;

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="folder">Holds the files; what is missing is put there first.</param>
    /// <param name="legacy">Its address.</param>
    /// <param name="jobs">Modern's.</param>
    /// <param name="first">What a module does before it answers; null for nothing.</param>
    /// <param name="settings">Further ones, as <c>--Name=value</c>.</param>
    public static async Task<ModuleGateway> StartAsync(string folder, Uri legacy, IJobDirectory jobs, RequestDelegate? first = null, params string[] settings)
    {
        GatewayFolder.Fill(folder);
        var builder = WebApplication.CreateBuilder(
        [
            $"--Config={folder}", "--Gateway:Public=http://127.0.0.1:0", "--Gateway:Management=http://127.0.0.1:0", "--Gateway:ServedByHeader=true", "--Gateway:StateFolder=", "--Gateway:Readiness:RollBackAfter=0", "--Gateway:CanaryBy=header:X-Client", "--Gateway:Watch:Enabled=false",
            $"--ShadowDiff:Database={Path.Combine(folder, "gateway.db")}", $"--ReverseProxy:Clusters:legacy:Destinations:flask:Address={legacy}",
            .. settings,
        ]);
        builder.Logging.ClearProviders();
        builder.AddGateway();
        builder.Services.RemoveLegacyMonitor();
        builder.Services.AddSingleton(jobs);

        var app = builder.Build();
        var answers = new ConcurrentQueue<string>();
        app.UseGateway(app => Map(app, answers, first));
        await app.StartCutoverAsync();
        await app.StartAsync(Token);
        return new ModuleGateway(app, answers);
    }

    public async Task SetAsync(string stage, params string[] routes)
    {
        Assert.True(RouteStage.TryParse(stage, out var parsed));
        foreach (var route in routes)
            Assert.Null((await Control.SetStageAsync(route, parsed, "test", "test", force: true, Token)).Refusal);
    }

    public Task RollBackAllAsync() => Control.RollBackAsync(route: null, "test", "test");

    public Task SetLegacyOnlyAsync(bool enabled) => Control.SetLegacyOnlyAsync(enabled, "test", "test", Token);

    /// <summary>What was answered to a request target as it stands on the request line.</summary>
    public async Task<string> AskAsync(string target, string method = "GET") =>
        (await RawHttp.SendAsync(Address, RawRequest.Get(target) with { Method = method }, Token)).Text;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public CutoverControl Control => Services.GetRequiredService<CutoverControl>();

    private static void Map(WebApplication app, ConcurrentQueue<string> answers, RequestDelegate? first)
    {
        IEndpointConventionBuilder Say(string pattern, string route, SideEffect effect = SideEffect.Safe, bool dependsOnState = true) => app
            .Map(pattern, async context =>
            {
                if (first is not null)
                    await first(context);
                var answer = $"modern {route} {string.Join(',', context.Request.RouteValues.Values)}";
                answers.Enqueue(answer);
                await context.Response.WriteAsync(answer, context.RequestAborted);
            })
            .WithCutover(route, effect, dependsOnState);

        Say("/api/status", "status");
        Say("/api/status", "job_status").PinnedBy(JobId.FromQuery);
        Say("/api/start_backup", "start_backup", SideEffect.Validate);
        Say("/api/perf", "perf").MergesJobs();
        Say("/api/server_info", "server_info", dependsOnState: false);
        Say("/api/perf/{job_id}", "job_perf").PinnedBy(JobId.FromPath);
        Say("/api/cancel/{job_id}", "cancel_job", SideEffect.Never).PinnedBy(JobId.FromPath);
        Say("/api/cancel_all", "cancel_all", SideEffect.Never).MergesJobs();
        Say("/api/check_receipt/{filename}", "check_receipt");
        Say("/{**path}", "static");
    }
}
