using System.Text.Json;
using Strangler.Testing;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Starting backups, and what the routes about jobs say afterwards.</summary>
internal static class BackupScenes
{
    /// <summary>So many refused starts the recorded server had seen before the two with a bad port; some are in no recording.</summary>
    private const int LeakedBeforePorts = 15;

    private const string AfterMany = "API server (runner) after many backups, backup server up";

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("many backups", recording => recording.ServerState == AfterMany
            || recording.File == "api_start_backup" && recording.ServerState == "fresh API server (runner), backup server up")
        {
            BackupServerUp = true,
            Gateway = new Dictionary<string, string> { ["Gateway:ConnectionLimit"] = "0" },
            Prepare = PrepareAsync,
            Play = PlayAsync,
        },

        new("a failed backup", recording => recording.Id is "api_start_backup/backup server down" or "api_status/general status after a failed backup")
        {
            Play = async replay =>
            {
                await replay.NamedAsync("api_start_backup/backup server down");
                await Waiting.ForMessageAsync(replay, "Ready for new backup.");
                await replay.AllAsync();
            },
        },

        new("an upload in progress", recording => recording.ServerState.Contains("an upload in progress", StringComparison.Ordinal))
        {
            Play = DuringUploadAsync,
        },

        new("an upload that ends, one that breaks off", recording => recording.Id is
            "extras/... the upload ends: the job runs as if nothing had happened" or "extras/client vanishes during the upload: the job stays INITIALIZING for ever")
        {
            Play = EndAndBreakOffAsync,
        },
    ];

    /// <summary>The recorded server had been connected by the user 'again', and the marker file lay where one case points to.</summary>
    private static async Task PrepareAsync(Replay replay)
    {
        var marker = Path.Combine(replay.Installation.LegacyTemporary, "marker.txt");
        await File.WriteAllTextAsync(marker, "marker", replay.CancellationToken);
        replay.Substitutions.Add("marker-file", "/opt/fixture/client/marker.txt", marker);
        var connect = RawRequest.Post("/api/connect", "application/json", $$"""{"host": "127.0.0.1", "port": {{replay.Installation.BackupPort}}, "username": "again"}""");
        await replay.SendAsync(connect);
    }

    /// <summary>The user 'again' had made a backup before, in a case that is in no recording: that is why the recorded one fails.</summary>
    private static async Task StartAsync(Replay replay, string user)
    {
        var body = $"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"gui.txt\"\r\n\r\nfrom gui.\r\n--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\n{user}\r\n--b--\r\n";
        var started = await replay.SendAsync(RawRequest.Post("/api/start_backup", "multipart/form-data; boundary=b", body));
        replay.Substitutions.Learn("\"job_id\":\"job_1795382156267984\"", started.Text);
        await Waiting.ForJobsAsync(replay);
    }

    private static async Task PlayAsync(Replay replay)
    {
        await replay.TheseAsync(recording => recording.File == "api_start_backup" && recording.Request.Method != "POST");
        await replay.NamedAsync("api_start_backup/success");
        await StartAsync(replay, "again");
        await replay.TheseAsync(recording => recording.File == "api_start_backup" && !recording.Name.StartsWith("port ", StringComparison.Ordinal) && !IsLast(recording));
        while (!replay.Target.IsModern && (await LeakedAsync(replay)).Count < LeakedBeforePorts)
            await replay.SendAsync(Requests.Post("/api/start_backup"));

        // Modern refuses this one (Q8), which the general status would tell instead of the last job's end.
        if (replay.Target.IsModern)
            await replay.NamedAsync("api_start_backup/user with line feed (transfer.info injection)");
        await replay.TheseAsync(recording => recording.File == "api_start_backup");
        await using var held = new HeldUploads(replay);
        await LearnLeakedJobsAsync(replay, held);
        await replay.NamedAsync("api_status/leaked job (start answered 500)");
        await Waiting.ForMessageAsync(replay, "Ready for new backup.");
        await replay.TheseAsync(recording => recording.File is "api_status" or "health" or "api_monitor_status" && recording.Name != "leaked job after cancel");
        await replay.TheseAsync(recording => recording.File is "api_perf_job" or "api_cancel_job");
        await replay.NamedAsync("api_status/leaked job after cancel");
        await replay.SendAsync(RawRequest.Post($"/api/cancel/{replay.Substitutions.Actual("job_1795382167815817")}", "application/json", """{"reason": {"a": 1}}"""));
        await replay.NamedAsync("api_cancel_all/only leaked executors");
        await replay.AllAsync();
    }

    /// <summary>Cases after the refused starts.</summary>
    private static bool IsLast(Recording recording) =>
        recording.Name is "wrong host" || recording.Name.StartsWith("user ", StringComparison.Ordinal);

    /// <summary>
    /// Starts that were refused leave a job that no answer names: the recorded list of them and the one here are in the same order. Modern
    /// leaves none (Q6): there uploads that stay open are jobs in the same state.
    /// </summary>
    private static async Task LearnLeakedJobsAsync(Replay replay, HeldUploads held)
    {
        var recorded = Ids(RecordingFiles.All.Single(recording => recording.Id == "api_cancelable_jobs/after cancel_all").Response.BodyRaw!);
        Assert.Equal(replay.Target.IsModern ? 0 : recorded.Count, (await LeakedAsync(replay)).Count);
        for (var i = 0; i < recorded.Count && replay.Target.IsModern; i++)
            await held.OpenAsync();

        foreach (var (left, right) in recorded.Zip(await LeakedAsync(replay)))
            replay.Substitutions.Add("job-id", left, right);
    }

    private static async Task<List<string>> LeakedAsync(Replay replay) => Ids((await replay.SendAsync(RawRequest.Get("/api/cancelable_jobs"))).Text);

    private static List<string> Ids(string jobs)
    {
        using var document = JsonDocument.Parse(jobs);
        return [.. document.RootElement.GetProperty("jobs").EnumerateArray().Where(IsLeaked).Select(job => job.GetProperty("job_id").GetString()!)];
    }

    /// <summary>A job that never got its file; others of the list are only about to end.</summary>
    private static bool IsLeaked(JsonElement job) => job.GetProperty("file").GetString() == "";

    private static async Task DuringUploadAsync(Replay replay)
    {
        await using var upload = await RawConnection.OpenAsync(replay.Installation.Address, replay.CancellationToken);
        await upload.SendAsync(Requests.HalfUpload("slow.txt"), replay.CancellationToken);
        await Waiting.ForJobCountAsync(replay, 1);
        await replay.NamedAsync("api_cancelable_jobs/while an upload is still being received");
        await replay.NamedAsync("api_status/job of an upload still being received");
        await replay.AllAsync();
    }

    private static async Task EndAndBreakOffAsync(Replay replay)
    {
        await using (var upload = await RawConnection.OpenAsync(replay.Installation.Address, replay.CancellationToken))
        {
            await upload.SendAsync(Requests.HalfUpload("slow.txt"), replay.CancellationToken);
            await Waiting.ForJobCountAsync(replay, 1);
            await upload.SendAsync(Requests.RestOfUpload, replay.CancellationToken);
            replay.Substitutions.Learn("\"job_id\":\"job_1795382819792211\"", (await upload.ReceiveAsync("POST", replay.CancellationToken)).Text);
        }

        await replay.TheseAsync(recording => recording.File == "extras" && recording.Name.StartsWith("... the upload ends", StringComparison.Ordinal));
        await using (var upload = await RawConnection.OpenAsync(replay.Installation.Address, replay.CancellationToken))
        {
            await upload.SendAsync(Requests.HalfUpload("gone.txt"), replay.CancellationToken);
            await Waiting.ForJobCountAsync(replay, 2);
            replay.Substitutions.Add("job-id", "job_1795382820600237", (await LeakedAsync(replay))[^1]);
            upload.Reset();
        }

        if (replay.Target.IsModern)
            await Eventually.GetAsync(() => LeakedAsync(replay), leaked => leaked.Count == 0, replay.CancellationToken);

        await replay.AllAsync();
    }
}
