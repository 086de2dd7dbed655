using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.EndToEnd.Tests.Jobs;

namespace Strangler.EndToEnd.Tests.Live;

/// <summary>
/// <c>realtime</c> and <c>start_backup</c> move in the middle of a job, there and back, and the pages are nudged each time: none loses the
/// job, whichever side runs it.
/// </summary>
public sealed class CutoverTests(FlipInstallation installation) : IClassFixture<FlipInstallation>
{
    /// <summary>A user's backup works once at legacy (Q4).</summary>
    private static int _users;

    /// <summary>What the page is, where its channel is at first, who runs the job, how often both move.</summary>
    public static TheoryData<LiveClient, string, string, int> Cases
    {
        get
        {
            TheoryData<LiveClient, string, string, int> cases = [];
            foreach (var jobs in (string[])["legacy", "live"])
            {
                // There and back again: the first move is the other case's second.
                cases.Add(LiveClient.SocketIo, "legacy", jobs, 2);
                cases.Add(LiveClient.SocketIo, "live", jobs, 1);
                cases.Add(LiveClient.Adapter, "live", jobs, 2);
            }

            return cases;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task JobUnderWay_BothMove_ThePageShowsItsEnd(LiveClient client, string channel, string jobs, int moves)
    {
        await SetAsync("realtime", channel);
        await SetAsync("start_backup", jobs);
        await using var relay = installation.NewRelay();
        await using var browser = await LivePage.OpenAsync(installation.Root, installation.Address, client);
        LivePage page = new(browser.Page);
        await page.ConnectedAsync();
        await page.StartAsync($"live{Interlocked.Increment(ref _users)}", relay.Port, "x"u8.ToArray());

        for (var (move, connects) = (0, 1); move < moves; move++)
        {
            (channel, jobs) = (Other(channel), Other(jobs));
            await SetAsync("start_backup", jobs);
            await SetAsync("realtime", channel);
            await RunAsync("nudge", "realtime", "--reason", "all to the new side");
            if (client == LiveClient.Adapter && channel == "legacy")
                await page.DisconnectedAsync(); // Legacy has no hub: the page goes on by asking.
            else
                await page.ConnectedAsync(++connects);
        }

        relay.Release();
        Assert.Equal((LivePage.Completed, "100 %"), await page.EndAsync());
        await page.ScreenshotAsync($"cutover {client} to {channel} jobs to {jobs} {moves}");
    }

    private static string Other(string stage) => stage == "legacy" ? "live" : "legacy";

    private Task SetAsync(string route, string stage) => RunAsync("set", route, stage, "--reason", "test", "--force");

    private async Task RunAsync(params string[] arguments)
    {
        var output = await CutoverProgram.RunAsync(installation.Gateway.Management, Token, arguments);
        Assert.True(output.ExitCode == 0, output.ToString());
    }
}
