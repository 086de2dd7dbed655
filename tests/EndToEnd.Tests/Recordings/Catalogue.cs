using Strangler.EndToEnd.Tests.Recordings.Jobs;
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
        ("extras/Allow header order differs from process to process", Everywhere, "holds no request; the rule allow-order leaves the order out in every case with Allow"),
        ("socketio/POST of 1 MiB + 1", Everywhere, "the recorded answer is that none ever comes (Q35)"),
        ("socketio/poll after 17 packets, two polls at once", Everywhere, "the recorded answer is that none came"),
        ("socketio/poll after 16 packets", Everywhere, "the recording only counts them; SocketFrameTests does, too"),
        ("socketio/polling_after_connect, polling_ping, polling_heartbeat_ping, the poll of polling_disconnect", Everywhere, "polls that were given up while they waited"),
        ("socketio/ws_heartbeat_one_answer_then_silence", Everywhere, "takes more than a minute; nothing but the heartbeat, which every socket test answers"),
        ("socketio/ws_message_above_1MiB, ws_same_origin, ws_without_permessage_deflate", Everywhere, "how a client library reports the end or start of a socket"),
        ("socketio/client*", Everywhere, "events as the library socket.io-client reports them; their frames are compared"),
        ("socketio/connection_limit.steps after the eleventh client", Everywhere, "take a minute: the cleanup thread forgets clients every 15 s (Q20)"),
        ("socketio/provoked", Everywhere, "not the legacy's own behaviour (contract 9.5)"),
        .. LifecycleCases.NotPlayed.Select(one => ($"job_lifecycle/{one.Key}", Everywhere, one.Value)),
    ];

    private static readonly Lazy<Dictionary<string, Scene>> ById = new(() =>
        Scenes.SelectMany(scene => scene.Recordings.Select(recording => (recording.Id, Scene: scene))).ToDictionary(one => one.Id, one => one.Scene));

    private const string Everywhere = "everywhere";

    public static Scene SceneOf(string id) => ById.Value[id];

    public static bool IsReplayed(Recording recording, Target target) => !NotReplayed.Any(one => one.Id == recording.Id && one.Target == target.Name);
}
