using System.Text;
using System.Text.Json;
using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.Testing;
using Strangler.Testing.Clients;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Jobs;

/// <summary>Many jobs, a third of them cancelled at random moments, and a gateway that is killed among them.</summary>
public sealed class KilledGatewayTests
{
    private const int Jobs = 200;

    /// <summary>Jobs that run or wait when the gateway is killed: fewer than may run at once, so that the others come to their ends.</summary>
    private const int Live = 4;

    private static readonly string[] Scripts = ["exit 0", "out \\n> TRANSFERRING\\n\nerr [ERROR] [NETWORK] gone\nexit 1", "hang"];
    private static readonly string[] Finals = ["COMPLETED", "FAILED", "CANCELLED"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_GatewayIsKilledAmongThem_EndTruthfullyAndLeaveNothing()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string> ends;
        string[] ids;
        await using (var gateway = await StartAsync(folder))
        {
            var random = new Random(3);
            ids = await StartJobsAsync(gateway, random);
            ends = await EndsAsync(gateway, ids);
            await gateway.KillAsync(Token);
        }

        await using var again = await StartAsync(folder);
        var after = await StatusesAsync(again, ids);

        Assert.All(after.Values, status => Assert.False(status.GetProperty("backing_up").GetBoolean()));
        Assert.All(after.Values, status => Assert.Contains(status.GetProperty("phase").GetString(), Finals));
        Assert.All(ends, end => Assert.Equal(end.Value, after[end.Key].GetProperty("phase").GetString()));
        Assert.Contains(after.Values, status => status.GetProperty("message").GetString() == "Backup failed: The server was restarted");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Combine("jobs", "running")));
        Assert.Empty(Clients(folder.Combine("jobs")));
    }

    private static Task<GatewayProcess> StartAsync(TemporaryFolder folder) => GatewayProcess.StartAsync(
        new(new Uri("http://127.0.0.1:9"))
        {
            Folder = folder.Path,
            Stages = new Dictionary<string, string> { ["start_backup"] = "complete", ["job_status"] = "complete", ["cancel_job"] = "complete", ["cancelable_jobs"] = "complete" },
            Settings = new Dictionary<string, string>(ScriptedClient.Settings) { ["Gateway:ConnectionLimit"] = "0" },
        },
        Token);

    /// <summary>Starts all, ten at a time, and cancels every third a moment later, while others are being started. The last ones stay live.</summary>
    private static async Task<string[]> StartJobsAsync(GatewayProcess gateway, Random random)
    {
        var ids = new string[Jobs];
        await Parallel.ForEachAsync(Enumerable.Range(0, Jobs), new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = Token }, async (number, token) =>
        {
            var staysLive = number >= Jobs - Live;
            var form = new BackupForm("script.txt", Encoding.UTF8.GetBytes(staysLive ? "hang" : Scripts[number % Scripts.Length]), $"user{number}", 1256);
            using var started = JsonDocument.Parse((await RawHttp.SendAsync(gateway.Public, form.ToRequest(), token)).Text);
            ids[number] = started.RootElement.GetProperty("job_id").GetString()!;
            if (staysLive || number % 3 != 2)
                return;
            int pause;
            lock (random)
                pause = random.Next(200);
            await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, token);
            await RawHttp.SendAsync(gateway.Public, RawRequest.Post($"/api/cancel/{ids[number]}", "application/json", ""), token);
        });
        return ids;
    }

    /// <summary>The jobs that have ended by now, with their last phase.</summary>
    private static async Task<Dictionary<string, string>> EndsAsync(GatewayProcess gateway, string[] ids) =>
        (await StatusesAsync(gateway, ids))
            .Where(status => !status.Value.GetProperty("backing_up").GetBoolean())
            .ToDictionary(status => status.Key, status => status.Value.GetProperty("phase").GetString()!);

    private static async Task<Dictionary<string, JsonElement>> StatusesAsync(GatewayProcess gateway, string[] ids)
    {
        var statuses = new Dictionary<string, JsonElement>();
        foreach (var id in ids)
        {
            var answer = await RawHttp.SendAsync(gateway.Public, RawRequest.Get($"/api/status?job_id={id}"), Token);
            statuses.Add(id, JsonDocument.Parse(answer.Text).RootElement);
        }

        return statuses;
    }

    /// <summary>Processes that still run for jobs of that folder. Windows ends them with the gateway, and shows no environment.</summary>
    private static IEnumerable<string> Clients(string jobs) => OperatingSystem.IsLinux()
        ? Directory.EnumerateDirectories("/proc").Where(process => Environment(process).Contains($"CYBERBACKUP_JOB={jobs}", StringComparison.Ordinal))
        : [];

    private static string Environment(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
