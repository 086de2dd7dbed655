using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Processing;

public sealed class FollowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_WhileTheFirstIsSlow_KeepsOrderForChangesAndReads()
    {
        var seen = new ConcurrentQueue<string>();
        var first = new TaskCompletionSource();
        async Task ModernAsync(HttpContext context)
        {
            var name = context.Request.Path.Value!;
            seen.Enqueue("+" + name);
            if (name == "/connect/a")
                await first.Task;

            seen.Enqueue("-" + name);
        }

        await using var host = await ShadowHost.StartAsync(Answers.NothingAsync, context => Plans.LegacyAnswers(
            ModernAsync, context.Request.Path.StartsWithSegments("/connect") ? SideEffect.Follow : SideEffect.Safe));
        string[] paths = ["/connect/a", "/read/1", "/connect/b", "/read/2"];
        foreach (var path in paths)
            await host.Client.GetStringAsync(path, Token);

        first.SetResult();
        await host.SettledAsync(4);
        Assert.Equal(paths.SelectMany(path => new[] { "+" + path, "-" + path }), seen);
    }

    [Fact]
    public async Task Follow_NotToBeCompared_IsMirroredAndInNoCount()
    {
        var mirrored = new TaskCompletionSource<string>();
        await using var host = await ShadowHost.StartAsync(
            Answers.EchoAsync,
            _ => Plans.LegacyAnswers(
                async context => mirrored.SetResult(await new StreamReader(context.Request.Body).ReadToEndAsync(Token)), SideEffect.Follow, compare: false),
            settings: ("SampleRate", "0"));

        using var answer = await host.Client.PostAsync(new Uri("/connect", UriKind.Relative), new StringContent("to b"), Token);

        Assert.Equal("to b", await mirrored.Task.WaitAsync(Token));
        await host.StopAsync();
        Assert.Empty(host.Board.Current());
    }

    [Fact]
    public async Task Follow_ClientGone_IsMirroredAllTheSame()
    {
        var arrived = new TaskCompletionSource();
        var mirrored = new TaskCompletionSource();
        async Task SlowAsync(HttpContext context)
        {
            arrived.SetResult();
            await Hang.UntilAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await using var host = await ShadowHost.StartAsync(SlowAsync, _ => Plans.LegacyAnswers(
            _ =>
            {
                mirrored.SetResult();
                return Task.CompletedTask;
            },
            SideEffect.Follow));
        using var gone = new CancellationTokenSource();
        var request = host.Client.GetStringAsync("/connect", gone.Token);
        await arrived.Task;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        await mirrored.Task.WaitAsync(Token);
        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["answering-side-error"]);
    }
}
