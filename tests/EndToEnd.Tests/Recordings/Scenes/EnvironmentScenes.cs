using Strangler.Testing.Processes;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Other surroundings: a silent host, a zone, a port, a backup server that comes and goes.</summary>
internal static class EnvironmentScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("a host that does not answer", recording => recording.ServerState == "fresh runner, backup server down, CWD = app root")
        {
            // The recorded server's configuration, which the reference has built in.
            Gateway = new Dictionary<string, string> { ["Services:DefaultUsername"] = "TestDebugQuick" },
            Play = WithSilentHostAsync,
        },

        new("time zone Tokyo", recording => recording.ServerState.StartsWith("TZ=Asia/Tokyo", StringComparison.Ordinal))
        {
            Legacy = new() { TimeZone = "Asia/Tokyo" },
            Prepare = replay => Task.Run(() => ReceivedFixture.Put(replay.Installation.ReceivedFiles, "tz.txt", "t", "2023-11-14T22:13:20Z"), replay.CancellationToken),
        },

        new("another API port", recording => recording.ServerState.StartsWith("runner on port 9191", StringComparison.Ordinal))
        {
            Legacy = new() { ApiPort = 9191 },
            Gateway = new Dictionary<string, string> { ["Gateway:SocketOrigins:0"] = "http://localhost:9191" },
        },

        new("a backup server that comes and goes", recording => recording.ServerState.StartsWith("same server, backup server", StringComparison.Ordinal))
        {
            Play = async replay =>
            {
                replay.Installation.ClosedPort.Open();
                await replay.NamedAsync("extras/backup server came up");
                replay.Installation.ClosedPort.Close();
                await replay.AllAsync();
            },
        },
    ];

    private static async Task WithSilentHostAsync(Replay replay)
    {
        using var host = new SilentHost();
        replay.Substitutions.Add("silent-port", "1301", $"{host.Port}");
        await replay.TheseAsync(recording => recording.Request.Path == "/api/start_backup");
        await Waiting.ForJobsAsync(replay);
        await replay.AllAsync();
    }
}
