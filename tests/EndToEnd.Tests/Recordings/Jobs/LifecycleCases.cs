using System.Text.Json;
using Strangler.Testing.Clients;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>The recorded lives of jobs (<c>job_lifecycle.json</c>), each with what brings it about.</summary>
internal static class LifecycleCases
{
    private const int CancelSize = 2_000_000;

    /// <summary>What the client sends for that file: 31 packets of at most 64 KiB, each with a head of 290 bytes (contract 12).</summary>
    private const int CancelBytes = CancelSize + 31 * 290;

    /// <summary>Q24: a file that happens to have the job's original name says nothing about what the job stored.</summary>
    private const string Completed = "COMPLETED 100 % 'Backup completed successfully!' backing_up=False";

    /// <summary>Q12: no text of the system's.</summary>
    private const string NotStarted = "FAILED 0 % 'Backup failed: An unexpected error occurred: the client cannot be started' backing_up=False";

    /// <summary>Q12: nor a path of the server's.</summary>
    private const string NoClient = "FAILED 0 % 'Backup failed: C++ client not found' backing_up=False";

    private const string Cancelled = "CANCELLED 0 % 'Backup cancelled' backing_up=False";

    private static readonly Lazy<IReadOnlyList<JsonElement>> Loaded = new(() => [.. RecordingFiles.Document("job_lifecycle").EnumerateArray()]);

    public static IReadOnlyList<JsonElement> Recorded => Loaded.Value;

    public static IReadOnlyList<LifecycleCase> All { get; } =
    [
        new("success, small file") { FileName = "small.txt" },
        new("success, 20 MB") { FileName = "big.bin", Content = new byte[20 * 1024 * 1024] },
        new("failure, empty file") { FileName = "empty.txt", Content = [] },
        new("failure, file name refused by the backup server") { FileName = "ünï.txt" },
        new("received_files already holds that name: same size, other content") { FileName = "dup.bin", Content = "abc"u8.ToArray(), Arrange = installation => Received(installation, "xyz"), ModernEnd = Completed, Quirk = "Q24", IsAlone = true },
        new("received_files already holds that name: smaller (the check loops for ever)") { FileName = "dup.bin", Content = "abc"u8.ToArray(), Arrange = installation => Received(installation, "x"), ModernEnd = Completed, Quirk = "Q24", IsAlone = true },
        Cancel("cancel while the server works on the file (client waits for an answer)", (stage, recorded) => stage.PostAsync(recorded, $"/api/cancel/{stage.Job.Id}")),
        Cancel("cancel with a JSON reason", (stage, recorded) => stage.PostAsync(recorded, $"/api/cancel/{stage.Job.Id}", """{"reason": "user asked"}""")),
        Cancel("cancel_all with one running job", (stage, recorded) => stage.PostAsync(recorded, "/api/cancel_all")),
        new("cancel while the client hangs on a silent server")
        {
            FileName = "cancel.bin",
            BackupServerUp = false,
            Arrange = Silent,
            Act = CancelSilentAsync,
            ModernEnd = Cancelled,
            Quirk = "Q5",
            IsAlone = true,
            // A signal that comes just before the client waits only sets a flag (contract 11): it is killed after 5 s then.
            OtherEnds =
            [
                "FAILED 0 % 'Backup failed: Client process failed with code 1' backing_up=False",
                "FAILED 0 % 'Backup failed: Client process failed with code -9' backing_up=False",
            ],
        },
        new("failure, client executable missing") { Arrange = installation => WithClient(installation, File.Delete), ModernEnd = NoClient, Quirk = "Q12" },
        new("failure, client not executable") { Arrange = installation => WithClient(installation, MakeNotExecutable), ModernEnd = NotStarted, Quirk = "Q12" },
        new("client exits 0 without doing anything") { Arrange = installation => ExitingClient(installation, 0) },
        new("client exits 2 without doing anything") { Arrange = installation => ExitingClient(installation, 2) },
        new("failure, backup server down") { BackupServerUp = false },
    ];

    /// <summary>Recorded lives that no test plays, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotPlayed { get; } = new Dictionary<string, string>
    {
        ["timeout: silent server"] = "takes the 120 s of the legacy's limit",
        ["cancel at once, before the client process exists"] = "a race between the cancel and the hashing of a huge file; the same answer comes certainly in api_cancel_job/job of an upload still being received",
    };

    private static LifecycleCase Cancel(string name, Func<LifecycleStage, JsonElement, Task> post) => new(name)
    {
        FileName = "cancel.bin",
        Content = new byte[CancelSize],
        ChecksumRate = "0.1",
        OtherEnds = [Cancelled],
        Between = ["CANCELLED 0 % 'Backup cancelled' backing_up=True"],
        ModernEnd = Cancelled,
        Quirk = "Q5",
        Act = async stage =>
        {
            await stage.ClientHasSentAsync(CancelBytes);
            await post(stage, Recorded.Single(one => one.GetProperty("name").GetString() == name).GetProperty("requests")[1]);
        },
    };

    private static int Silent(Installation installation)
    {
        installation.ClosedPort.Open();
        return installation.BackupPort;
    }

    /// <summary>The first connections to the open port may be probes of the status calls; the client's stays and sends its registration.</summary>
    private static async Task CancelSilentAsync(LifecycleStage stage)
    {
        var first = new byte[1];
        while (true)
        {
            var connection = await stage.Installation.ClosedPort.AcceptAsync(stage.CancellationToken);
            if (await connection.ReceiveAsync(first, stage.CancellationToken) == 0)
            {
                connection.Dispose();
                continue;
            }

            using (connection)
            {
                var recorded = Recorded.Single(one => one.GetProperty("name").GetString() == "cancel while the client hangs on a silent server");
                await stage.PostAsync(recorded.GetProperty("requests")[1], $"/api/cancel/{stage.Job.Id}");
                return;
            }
        }
    }

    private static int Received(Installation installation, string content)
    {
        File.WriteAllText(Path.Combine(installation.ReceivedFiles, "dup.bin"), content);
        return installation.BackupPort;
    }

    private static int WithClient(Installation installation, Action<string> change)
    {
        change(StandInClient.PathIn(installation.LegacyRoot));
        return installation.BackupPort;
    }

    private static int ExitingClient(Installation installation, int code)
    {
        StandInClient.InstallExiting(installation.LegacyRoot, code);
        return installation.BackupPort;
    }

    private static void MakeNotExecutable(string client)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows knows no file that must not be executed.");
        else
            File.SetUnixFileMode(client, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
