namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Routes on a server that has done nothing yet, and the few that need a special start.</summary>
internal static class RouteScenes
{
    private const string Fresh = "fresh API server (runner), backup server down";

    private static readonly string[] WithOwnScene = ["api_connect", "api_disconnect", "api_start_backup"];

    private static readonly string[] OwnState = ["api_status/after /api/disconnect", "api_status/general status after a failed backup"];

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("fresh, backup server down", recording =>
            recording.ServerState == Fresh && !WithOwnScene.Contains(recording.File) && !OwnState.Contains(recording.Id)),

        new("after a disconnect", recording => recording.File == "api_disconnect" || recording.Id == "api_status/after /api/disconnect")
        {
            Prepare = replay => replay.SendAsync(Requests.Post("/api/disconnect")),
        },

        new("observability", recording => recording.File == "observability" && recording.ServerState.StartsWith("API server after", StringComparison.Ordinal)),

        new("monitor not started", recording => recording.ServerState.EndsWith("monitor not started", StringComparison.Ordinal))
        {
            Legacy = new() { Monitor = false },
            Gateway = new Dictionary<string, string> { ["Services:Receipts:Monitor"] = "false" },
        },

        new("run as a script", recording => recording.ServerState.StartsWith("legacy run as a script", StringComparison.Ordinal))
        {
            Legacy = new() { ScriptMode = true },
        },

        new("system samples as with psutil 6", recording => recording.ServerState.Contains("--psutil6", StringComparison.Ordinal))
        {
            Legacy = new() { SystemSamples = true },
            Prepare = Waiting.ForSystemSampleAsync,
        },
    ];
}
