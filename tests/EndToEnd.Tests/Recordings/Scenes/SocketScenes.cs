using System.Text.RegularExpressions;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Engine.IO over HTTP: handshake, polling, errors.</summary>
internal static partial class SocketScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("Engine.IO over HTTP", recording => recording.File == "socketio")
        {
            NeedsLegacy = true,
            BackupServerUp = true,
            Play = PlayAsync,
        },
    ];

    private static async Task PlayAsync(Replay replay)
    {
        foreach (var recording in Catalogue.Scenes.Single(scene => scene.Name == "Engine.IO over HTTP").Recordings)
        {
            if (SessionInPath().Match(recording.Request.Path) is { Success: true } session && !replay.Substitutions.Knows(session.Value))
                replay.Substitutions.Add("session", session.Value, await NewSessionAsync(replay));

            var answer = await replay.OneAsync(recording);
            if (recording.Name == "handshake_polling")
                replay.Substitutions.Add("session", Session().Match(recording.Response.BodyText!).Value, Session().Match(answer.Text).Value);
        }
    }

    private static async Task<string> NewSessionAsync(Replay replay) =>
        Session().Match((await replay.SendAsync(RawRequest.Get("/socket.io/?EIO=4&transport=polling"))).Text).Value;

    [GeneratedRegex(@"(?<=sid=)[\w-]{20}")]
    private static partial Regex SessionInPath();

    [GeneratedRegex(@"(?<=""sid"":"")[\w-]{20}")]
    private static partial Regex Session();
}
