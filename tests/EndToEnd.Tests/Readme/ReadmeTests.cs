using System.Net;
using System.Net.Sockets;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Readme;

/// <summary>A newcomer's first ten minutes: every command of the README as it is printed, one after the other, in a fresh checkout.</summary>
public sealed class ReadmeTests
{
    private const string Archive = """
        {"log":{"entries":[{"startedDateTime":"2026-01-01T00:00:00Z","request":{"method":"GET","url":"http://127.0.0.1:9090/api/server_info","headers":[]},"response":{"status":200}}]}}
        """;

    private static readonly int[] UsualPorts = [9090, 9091, 9190, 1256];

    /// <summary>Commands that end with another code than 0 in a demo of a few requests, as the README says of them.</summary>
    private static readonly Dictionary<string, int> BelowTheGate = new()
    {
        ["./cutover set status live --reason"] = 1,
        ["./cutover set status complete"] = 1,
        ["./cutover report status --format"] = 1,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CommandsAsPrinted_DoWhatIsSaid_AndLeaveTheCheckoutClean()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The commands are printed for a Unix shell; their twins for Windows hold no logic of their own.");
        using var checkout = await FreshCheckout.CreateAsync(Token);
        Assert.SkipUnless(checkout.HasOwnPorts || Array.TrueForAll(UsualPorts, IsFree), "The usual ports are taken, and the system gives no network of one's own.");
        // Before the first command, which does the same: on a machine of their own the commands have no network to fetch packages over.
        await checkout.RunHereAsync("bash", ["-c", "deploy/launch.sh --help && dotnet msbuild deploy/launcher/run.slnf -restore -p:Configuration=Release -p:UseSharedCompilation=false -nodeReuse:false -verbosity:quiet -nologo"], Token);

        var readme = await File.ReadAllTextAsync(Path.Combine(checkout.Path, "README.md"), Token);
        List<RunningDemo> running = [];
        try
        {
            foreach (var line in ReadmeCommands.In(readme))
                await PlayAsync(checkout, line, running);
        }
        finally
        {
            await StopAsync(running);
        }

        Assert.Equal("", (await checkout.RunHereAsync("git", ["status", "--porcelain"], Token)).Output);
        Assert.True(File.Exists(Path.Combine(checkout.Path, "data", "config", "features.json")));
    }

    [Fact]
    public void Commands_AreFoundInTheReadme()
    {
        const string Readme = "text\n./not-this\n```\n./run.sh   # all\nelse\ncurl http://x\n```\n./nor-this\n```bash\n./cutover status\n```\n";
        Assert.Equal(["./run.sh   # all", "curl http://x", "./cutover status"], ReadmeCommands.In(Readme));
    }

    private static async Task PlayAsync(FreshCheckout checkout, string line, List<RunningDemo> running)
    {
        if (line.StartsWith("./test.sh", StringComparison.Ordinal))
            return; // It would run this test again.

        if (line.StartsWith("./run.sh", StringComparison.Ordinal))
        {
            await StopAsync(running);
            if (line.Contains(" --legacy ", StringComparison.Ordinal))
                running.Add(await RunningDemo.StartAsync(checkout.StartOf($"exec {Python.Program} deploy/legacy-flask/api.py --root data/own --port 9190 --api-port 9090 --connection-limit off"), "LISTENING ", Token));
            running.Add(await RunningDemo.StartAsync(checkout.StartOf(line), "Ctrl-C stops everything.", Token));
            return;
        }

        // The operator's own file, which one of the commands names.
        Directory.CreateDirectory(Path.Combine(checkout.Path, "data"));
        await File.WriteAllTextAsync(Path.Combine(checkout.Path, "data", "session.har"), Archive, Token);
        var expected = BelowTheGate.FirstOrDefault(one => line.StartsWith(one.Key, StringComparison.Ordinal)).Value;
        var run = await checkout.RunAsync(line, Token);
        // What was asked a moment ago is compared a moment later.
        for (var more = 0; more < 20 && run.ExitCode != expected && line.Contains(" report ", StringComparison.Ordinal); more++)
            run = await checkout.RunAsync(line, Token);
        Assert.True(run.ExitCode == expected, $"{line}: {run}");
    }

    private static async Task StopAsync(List<RunningDemo> running)
    {
        foreach (var demo in running.AsEnumerable().Reverse())
        {
            await demo.InterruptAsync(Token);
            await demo.DisposeAsync();
        }

        running.Clear();
    }

    private static bool IsFree(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
