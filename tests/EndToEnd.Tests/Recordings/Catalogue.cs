using Strangler.EndToEnd.Tests.Recordings.Scenes;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>All scenes, and the few replays that cannot be made, each with its reason.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Scene> Scenes { get; } =
    [
        .. RouteScenes.All, .. ConnectionScenes.All, .. BackupScenes.All, .. FileScenes.All, .. HttpScenes.All, .. EnvironmentScenes.All, .. SocketScenes.All,
    ];

    /// <summary>Whatever is added here is seen: a test pins the list.</summary>
    public static IReadOnlyList<(string Id, string Target, string Reason)> NotReplayed { get; } =
    [
    ];

    public static Scene SceneOf(string id) => Scenes.Single(scene => scene.Recordings.Any(recording => recording.Id == id));

    /// <summary>Where legacy is gone, only what a module answers, in a state that needs no legacy.</summary>
    public static bool IsReplayed(Recording recording, Target target) =>
        (target.HasLegacy || PortedRoutes.IsAnsweredBy(recording) && !SceneOf(recording.Id).NeedsLegacy)
        && !NotReplayed.Any(one => one.Id == recording.Id && one.Target == target.Name);
}
