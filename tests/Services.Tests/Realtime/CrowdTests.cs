using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.Hub;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Tests.Hosting;
using Strangler.Services.Tests.Realtime.Hub;
using Strangler.Testing;

namespace Strangler.Services.Tests.Realtime;

/// <summary>Many sockets of both channels, many jobs at once, and one client of each channel that does not read.</summary>
public sealed class CrowdTests
{
    private const int Sockets = 200; // of each channel
    private const int Jobs = 20;
    private const int Steps = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EverySocket_HearsEveryJobInOrder_AndLeavesNothingBehind()
    {
        await using var host = await StartAsync();
        var sessions = host.Services.GetRequiredService<EngineSessions>();
        var pages = host.Services.GetRequiredService<IPageSockets>();
        var hub = host.Services.GetRequiredService<IHubSockets>();

        for (var turn = 0; turn < 2; turn++) // The limits let the second crowd in only if the first has given its places back.
        {
            await using var slowPage = await FrameSocket.OpenAsync(host.Address, "/socket.io/");
            await slowPage.SendAsync(FrameSocket.Frame(0x81, "40"u8));
            await using var slow = await FrameConnection.OpenAsync(host.Address);
            var crowd = await OpenAsync(host.Address);
            await Eventually.IsTrueAsync(() => (pages.Connected, hub.Count) == (Sockets + 1, Sockets + 1), Token);

            var hearing = crowd.Select(HearAsync).ToList();
            await PublishAsync(host.Services.GetRequiredService<INoticeSink>());
            foreach (var heard in await Task.WhenAll(hearing))
                Hold(heard);

            await Task.WhenAll(crowd.Select(socket => socket.CloseAsync()));
            slowPage.Reset();
            slow.Reset();
            await Eventually.IsTrueAsync(() => (sessions.Count, pages.Connected, hub.Count) == (0, 0, 0), Token);
        }
    }

    /// <summary>What is told is not thinned out for a client that reads: how often a job tells something is its own affair.</summary>
    [Fact]
    public async Task Client_ThatReads_HearsEveryStep_HoweverManyJobsTellHowOften()
    {
        await using var host = await StartAsync();
        var sink = host.Services.GetRequiredService<INoticeSink>();
        await using var page = await PageSocket.ConnectAsync(host.Address);
        await using var hub = await PageSocket.OpenAsync(host.Address, path: "/ws");
        await hub.ReceiveAsync();
        await Eventually.IsTrueAsync(() => (host.Services.GetRequiredService<IPageSockets>().Connected, host.Services.GetRequiredService<IHubSockets>().Count) == (1, 1), Token);

        for (var step = 1; step <= Steps; step++)
        {
            for (var job = 0; job < Jobs; job++)
                Tell(sink, job, "EXECUTION", step);
            foreach (var socket in new[] { page, hub })
            {
                for (var job = 0; job < Jobs; job++)
                    Assert.Equal(($"job_{job}", step), StepIn(Assert.IsType<string>(await socket.ReceiveAsync())));
            }
        }
    }

    private static Task<ModuleHost> StartAsync()
    {
        var room = $"{Sockets + 1}";
        return ModuleHost.StartAsync(
            [
                KeyValuePair.Create<string, string?>("Services:BackupServerPort", "1"),
                KeyValuePair.Create<string, string?>("Services:Realtime:MaxClients", room),
                KeyValuePair.Create<string, string?>("Services:Realtime:Hub:MaxSockets", room),
                KeyValuePair.Create<string, string?>("Services:Realtime:Hub:MaxSocketsPerAddress", room),
            ],
            Token);
    }

    private static async Task<List<PageSocket>> OpenAsync(Uri server)
    {
        List<PageSocket> crowd = [];
        for (var i = 0; i < Sockets; i++)
        {
            crowd.Add(await PageSocket.ConnectAsync(server));
            var socket = await PageSocket.OpenAsync(server, path: "/ws");
            Assert.StartsWith("{\"type\":\"status\"", await socket.ReceiveAsync(), StringComparison.Ordinal);
            crowd.Add(socket);
        }

        return crowd;
    }

    /// <summary>The jobs side by side, each step after step; then a word about all of them, which nothing may overtake.</summary>
    private static async Task PublishAsync(INoticeSink sink)
    {
        await Task.WhenAll(Enumerable.Range(0, Jobs).Select(job => Task.Run(() =>
        {
            Tell(sink, job, "CONFIG", 0);
            for (var step = 1; step <= Steps; step++)
                Tell(sink, job, "EXECUTION", step);
            Tell(sink, job, "COMPLETION", Steps + 1);
        })));
        sink.Publish(new Notice("jobs_cancelled", """{"results":{},"jobs":{},"timestamp":1.0}"""u8.ToArray()));
    }

    private static void Tell(INoticeSink sink, int job, string phase, int step) => sink.Publish(new Notice("progress_update", Encoding.ASCII.GetBytes(
        $$$"""{"job_id":"job_{{{job}}}","phase":"{{{phase}}}","data":{"message":"","bytes_transferred":{{{step}}}},"timestamp":1.0}""")));

    /// <summary>The steps of each job that a socket heard of, until the word about all of them.</summary>
    private static async Task<Dictionary<string, List<int>>> HearAsync(PageSocket socket)
    {
        Dictionary<string, List<int>> heard = [];
        while (Assert.IsType<string>(await socket.ReceiveAsync()) is var text && !text.Contains("jobs_cancelled", StringComparison.Ordinal) && !text.Contains("jobsCancelled", StringComparison.Ordinal))
        {
            var (job, step) = StepIn(text);
            if (!heard.TryGetValue(job, out var steps))
                heard.Add(job, steps = []);
            steps.Add(step);
        }

        return heard;
    }

    private static (string Job, int Step) StepIn(string text)
    {
        var isPage = text.StartsWith("42", StringComparison.Ordinal);
        var message = isPage ? JsonElement.Parse(text[2..])[1] : JsonElement.Parse(text);
        var (job, step) = isPage
            ? (message.GetProperty("job_id"), message.GetProperty("data").GetProperty("bytes_transferred"))
            : (message.GetProperty("jobId"), message.GetProperty("bytesTransferred"));
        return (job.GetString()!, step.GetInt32());
    }

    /// <summary>Of the progress of a transfer a client that lags gets the newest; all else comes, once and in order.</summary>
    private static void Hold(Dictionary<string, List<int>> heard)
    {
        Assert.Equal(Jobs, heard.Count);
        foreach (var steps in heard.Values)
        {
            Assert.Equal(steps.Distinct().Order(), steps);
            Assert.Equal([0, Steps, Steps + 1], steps.Intersect([0, Steps, Steps + 1]));
        }
    }
}
