using System.Diagnostics;
using System.Text.Json;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary><c>watch</c> through a pipe, against a real gateway.</summary>
public sealed class WatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachChange_IsABlock_SilenceIsSaid_AndInterruptedItEndsWell()
    {
        await using var gateway = await StartAsync();
        await using var watch = Watch(gateway, "--route", "status", "--interval", "1");
        await watch.AnnouncementAsync("status  legacy", Token);
        using (var client = new HttpClient { BaseAddress = gateway.Public })
            await client.GetAsync("/api/health", Token); // of another route, and a figure only
        var change = await CutoverProgram.RunAsync(gateway.Management, Token, "set", "status", "shadow", "--reason", "a look");
        Assert.True(change.ExitCode == 0, change.ToString());
        await watch.AnnouncementAsync("Last change: status legacy > shadow", Token);
        await watch.AnnouncementAsync("status  shadow", Token);
        Assert.Equal(2, watch.Output.Split('\n').Count(line => line.StartsWith("route ", StringComparison.Ordinal)));
        Assert.DoesNotContain("health  ", watch.Output, StringComparison.Ordinal);

        await gateway.KillAsync(Token);
        Assert.Contains("cannot be reached", await watch.AnnouncementAsync("No answer since ", Token), StringComparison.Ordinal);
        Assert.Equal(0, await InterruptAsync(watch));
        Assert.Single(watch.Output.Split('\n'), line => line.StartsWith("No answer since ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_IsALineForEachLook()
    {
        await using var gateway = await StartAsync();
        await using var watch = Watch(gateway, "--json", "--interval", "1");
        await Eventually.IsTrueAsync(() => watch.Output.Split('\n').Length > 2, Token);

        using var board = JsonDocument.Parse(watch.Output.Split('\n')[1]);
        Assert.Contains(board.RootElement.GetProperty("routes").EnumerateArray(), row => row.GetProperty("route").GetString() == "status");
        await gateway.KillAsync(Token);
        await watch.AnnouncementAsync("{\"error\":\"No answer since ", Token);
        Assert.Equal(0, await InterruptAsync(watch));
    }

    /// <summary>As behind <c>| head</c>: at the next look, whether there is something to write or not.</summary>
    [Fact]
    public async Task ReaderOfThePipeHasEnded_ItEndsToo()
    {
        await using var gateway = await StartAsync();
        using var watch = Process.Start(new ProcessStartInfo("dotnet", [CutoverProgram.Program, "watch", "--management", gateway.Management.ToString(), "--interval", "3600"])
        {
            WorkingDirectory = gateway.Folder,
            RedirectStandardOutput = true,
        })!;
        Assert.NotNull(await watch.StandardOutput.ReadLineAsync(Token));

        watch.StandardOutput.Dispose();
        await watch.WaitForExitAsync(Token);

        Assert.Equal(0, watch.ExitCode);
    }

    [Theory]
    [InlineData("--interval 0", "--interval: '0' is not an integer from 1 to 3600.")]
    [InlineData("--interval 1.5", "--interval: '1.5' is not an integer")]
    [InlineData("--interval soon", "--interval: 'soon' is not an integer")]
    [InlineData("--interval 3601", "--interval: '3601' is not an integer")]
    public async Task BadInterval_IsRefused(string arguments, string said)
    {
        var run = await CutoverProgram.RunAsync(["watch", .. arguments.Split(' ')], Token);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownRoute_EndsIt()
    {
        await using var gateway = await StartAsync();
        var run = await CutoverProgram.RunAsync(gateway.Management, Token, "watch", "--route", "stauts");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there is no route 'stauts'; did you mean 'status'?", run.Error, StringComparison.Ordinal);
    }

    private static Task<GatewayProcess> StartAsync() => GatewayProcess.StartAsync(new GatewayOptions(new Uri("http://127.0.0.1:1")), Token);

    private static ChildProcess Watch(GatewayProcess gateway, params string[] arguments) =>
        ChildProcess.Start("dotnet", [CutoverProgram.Program, "watch", "--management", gateway.Management.ToString(), .. arguments], gateway.Folder);

    /// <summary>The command treats SIGTERM as Ctrl-C, which shells let background processes ignore.</summary>
    private static async Task<int> InterruptAsync(ChildProcess watch)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no signal to send.");
        using (var kill = Process.Start("kill", ["-TERM", $"{watch.Id}"]))
            await kill.WaitForExitAsync(Token);
        return await watch.ExitCodeAsync(Token);
    }
}
