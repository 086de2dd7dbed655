using Strangler.EndToEnd.Tests.Recordings.Scenes;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>All scenes, and the few replays that cannot be made, each with its reason.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Scene> Scenes { get; } =
    [
        .. RouteScenes.All, .. ConnectionScenes.All, .. BackupScenes.All, .. FileScenes.All, .. HttpScenes.All, .. EnvironmentScenes.All,
    ];

    /// <summary>Whatever is added here is seen: a test pins the list.</summary>
    public static IReadOnlyList<(string Id, string Target, string Reason)> NotReplayed { get; } =
    [
    ];

    /// <summary>At live, the recordings of the ported routes; at complete, those that a module answers; elsewhere all.</summary>
    public static bool IsReplayed(Recording recording, Target target) =>
        (target.Stage switch { "live" => PortedRoutes.IsAbout(recording), "complete" => PortedRoutes.IsAnsweredBy(recording), _ => true })
        && !NotReplayed.Any(one => one.Id == recording.Id && one.Target == target.Name);
}
