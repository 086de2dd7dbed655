using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Web files and received files.</summary>
internal static class FileScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("web files", recording => recording.File is "static" or "traversal" or "favicon" or "progress_config"
            || recording.File == "extras" && recording.Name is "favicon_stuff file, unsatisfiable Range" or "asset named like a directory traversal inside Client-gui")
        {
            // One of these cases shows the general status, as earlier refused connects had left it.
            Prepare = replay => replay.SendAsync(Requests.MalformedConnect),
        },

        new("received files", recording => recording.ServerState.Contains("received_files holds fixture files", StringComparison.Ordinal))
        {
            Prepare = replay => Task.Run(() => ReceivedFixture.PutInto(replay.Installation.ReceivedFiles), replay.CancellationToken),
        },

        new("received files gone", recording => recording.ServerState.Contains("received_files directory removed", StringComparison.Ordinal))
        {
            Prepare = replay => Task.Run(() => Directory.Delete(replay.Installation.ReceivedFiles, recursive: true), replay.CancellationToken),
        },
    ];
}
