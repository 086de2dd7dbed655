using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Readme;

/// <summary>
/// A newcomer's first ten minutes: every command of the README as it is printed, one after the other, in a fresh checkout; and those of the
/// runbook while the demo runs, which has a backup client.
/// </summary>
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
        ["./cutover set start_backup live"] = 1,
        ["./cutover decommission"] = 1,
    };

    /// <summary>What the runbook says that one sees then.</summary>
    private static readonly Dictionary<string, string> Seen = new()
    {
        ["./cutover rollback status"] = "status: live > legacy",
        ["./cutover legacy-only on"] = "legacy-only: off > on",
        ["./cutover nudge realtime"] = "No connection is left at the other side.",
        ["curl -X POST http://127.0.0.1:9090/api/cancel/"] = "\"success\":true",
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
            var lines = ReadmeCommands.In(readme).ToList();
            var ownFlask = lines.FindIndex(line => line.StartsWith("./run.sh --legacy ", StringComparison.Ordinal));
            foreach (var line in lines[..ownFlask])
                await PlayAsync(checkout, line, running);
            await PlayRunbookAsync(checkout, running);
            await PlayPlaybookAsync(checkout, running);
            foreach (var line in lines[ownFlask..])
                await PlayAsync(checkout, line, running);
        }
        finally
        {
            await StopAsync(running);
        }

        Assert.Equal("", (await checkout.RunHereAsync("git", ["status", "--porcelain"], Token)).Output);
        Assert.True(File.Exists(Path.Combine(checkout.Path, "data", "config", "features.json")));
    }

    /// <summary>Another way to start, and the drills, have tests of their own. What is moved here is back in the end.</summary>
    private static async Task PlayRunbookAsync(FreshCheckout checkout, List<RunningDemo> running)
    {
        var runbook = await File.ReadAllTextAsync(Path.Combine(checkout.Path, "docs", "runbook.md"), Token);
        Assert.All(Seen.Values, said => Assert.Contains(said, runbook, StringComparison.Ordinal));
        foreach (var route in new[] { "status", "start_backup", "cancel_job", "realtime" })
            Assert.Equal(0, (await checkout.RunAsync($"./cutover set {route} live --force --reason \"it was well\"", Token)).ExitCode);
        await PlayAsync(checkout, "curl http://127.0.0.1:9090/api/status", running);
        foreach (var line in ReadmeCommands.InOrBetween(runbook).Where(line => !line.StartsWith("./run.sh", StringComparison.Ordinal) && !line.StartsWith("./cutover drill", StringComparison.Ordinal)))
        {
            var job = line.EndsWith("/JOB", StringComparison.Ordinal) ? await HangingJobAsync(checkout) : "JOB";
            var said = await PlayAsync(checkout, line.Replace("ROUTE", "status", StringComparison.Ordinal).Replace("JOB", job, StringComparison.Ordinal), running);
            if (Seen.FirstOrDefault(one => line.StartsWith(one.Key, StringComparison.Ordinal)).Value is { } seen)
                Assert.True(said?.Contains(seen, StringComparison.Ordinal) == true, $"{line}: {said}");
        }

        await PlayAsync(checkout, "./cutover rollback --all --reason \"the night is over\"", running);
    }

    /// <summary>In the order in which it is printed, in a demo that is days away from a decommission.</summary>
    private static async Task PlayPlaybookAsync(FreshCheckout checkout, List<RunningDemo> running)
    {
        var playbook = await File.ReadAllTextAsync(Path.Combine(checkout.Path, "docs", "playbook.md"), Token);
        foreach (var line in ReadmeCommands.In(playbook))
            await PlayAsync(checkout, line, running);
        await PlayAsync(checkout, "./cutover rollback --all --reason \"the playbook is played\"", running);
        Assert.True(new FileInfo(Assert.Single(Directory.GetFiles(Path.Combine(checkout.Path, "data"), "gateway-*.db"))).Length > 0);
    }

    /// <summary>Its backup server takes the connection and never says a word.</summary>
    private static async Task<string> HangingJobAsync(FreshCheckout checkout)
    {
        const string Silent = "import socket, time; s = socket.socket(); s.bind(('127.0.0.1', 1257)); s.listen(); time.sleep(60)";
        var started = await checkout.RunAsync(
            $"({Python.Program} -c \"{Silent}\" > /dev/null 2>&1 &); until (: < /dev/tcp/127.0.0.1/1257) 2> /dev/null; do sleep 0.1; done; ./cutover set start_backup live --force --reason \"it was well\" > /dev/null "
            + "&& curl --silent -F username=hanging -F port=1257 -F file=@README.md http://127.0.0.1:9090/api/start_backup", Token);
        using var answer = JsonDocument.Parse(started.Output);
        return answer.RootElement.GetProperty("job_id").GetString()!;
    }

    [Fact]
    public void Commands_AreFoundInTheReadme()
    {
        const string Readme = "text\n./not-this\n```\n./run.sh   # all\nelse\ncurl http://x\n```\n./nor-this\n```bash\n./cutover status\n```\n";
        Assert.Equal(["./run.sh   # all", "curl http://x", "./cutover status"], ReadmeCommands.In(Readme));
        Assert.Equal(
            ["./cutover a --b", "curl http://x", "./cutover status"],
            ReadmeCommands.InOrBetween("type `./cutover a --b`, not `./run.sh` nor `cutover c`: `curl http://x`\n```\n./cutover status\n./cutover a --b\n```\nand `./cutover status`"));
    }

    /// <summary>What it says; null for what goes on until Ctrl-C.</summary>
    private static async Task<string?> PlayAsync(FreshCheckout checkout, string line, List<RunningDemo> running)
    {
        if (line.StartsWith("./test.sh", StringComparison.Ordinal))
            return null; // It would run this test again.

        if (line.StartsWith("./run.sh", StringComparison.Ordinal))
        {
            await StopAsync(running);
            if (line.Contains(" --legacy ", StringComparison.Ordinal))
                running.Add(await RunningDemo.StartAsync(checkout.StartOf($"exec {Python.Program} deploy/legacy-flask/api.py --root data/own --port 9190 --api-port 9090 --connection-limit off"), "LISTENING ", Token));
            running.Add(await RunningDemo.StartAsync(checkout.StartOf(line), "Ctrl-C stops everything.", Token));
            return null;
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
        return run.Output;
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
