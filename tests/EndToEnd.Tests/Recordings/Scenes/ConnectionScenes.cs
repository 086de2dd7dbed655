using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Connecting to the backup server, and what status and health say then.</summary>
internal static class ConnectionScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("connecting, backup server down", recording => recording.File == "api_connect" && recording.ServerState.EndsWith("backup server down", StringComparison.Ordinal)),

        new("connected to a port that is no number", recording => recording.Name == "port 'abc' in server_config")
        {
            Prepare = replay => replay.SendAsync(Requests.Connect("\"abc\"")),
        },

        new("a start refused for that port", recording => recording.Id == "api_status/after that failed start")
        {
            Prepare = async replay =>
            {
                // Modern does not keep such a port (Q9): there the start itself names it.
                await replay.SendAsync(Requests.Connect("\"abc\""));
                await replay.SendAsync(replay.Target.IsModern ? new BackupForm("x.txt", "x"u8.ToArray(), "u", "abc").ToRequest() : Requests.WholeUpload("x.txt"));
                await Waiting.ForMessageAsync(replay, "Backup start error");
            },
        },

        new("connecting, backup server up", IsConnectingUp) { BackupServerUp = true, Play = ConnectUpAsync },
    ];

    private static bool IsConnectingUp(Recording recording) =>
        recording.ServerState == "fresh API server (runner), backup server up" && recording.File is "api_connect" or "api_status" or "api_health" or "health";

    /// <summary>These recordings of four files were made in turn: each sees what the one before left.</summary>
    private static async Task ConnectUpAsync(Replay replay)
    {
        await replay.NamedAsync("health/backup up, before any status call");
        await replay.NamedAsync("api_health/backup up");
        await replay.NamedAsync("api_status/backup up: the first status call connects by itself");
        await replay.TheseAsync(recording => recording.File == "api_connect" && recording.Name.StartsWith("reachable, ", StringComparison.Ordinal) || recording.Name == "reachable");
        await replay.NamedAsync("api_status/backup up: after connect");
        await replay.NamedAsync("api_connect/wrong port while up");
        await replay.NamedAsync("health/backup up, but server_config points to a wrong port");
        await replay.AllAsync();
    }
}
