using System.Text.RegularExpressions;
using Strangler.Testing.Comparison;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Engine.IO over HTTP: handshake, polling, errors.</summary>
internal static partial class SocketScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("Engine.IO over HTTP", recording => recording.File == "socketio")
        {
            BackupServerUp = true,
            Play = PlayAsync,
        },
    ];

    private static async Task PlayAsync(Replay replay)
    {
        RawConnection? waiting = null;
        foreach (var recording in Catalogue.Scenes.Single(scene => scene.Name == "Engine.IO over HTTP").Recordings)
        {
            if (SessionInPath().Match(recording.Request.Path) is { Success: true } session && !replay.Substitutions.Knows(session.Value))
                replay.Substitutions.Add("session", session.Value, await NewSessionAsync(replay, recording.Name));

            var answer = await replay.OneAsync(recording);
            if (recording.Name == "handshake_polling")
                replay.Substitutions.Add("session", Session().Match(recording.Response.BodyText!).Value, Session().Match(answer.Text).Value);

            // The recorded session was closed while a poll waited.
            if (recording.Name == "polling_two_packets_one_post 2")
                waiting = await PollAsync(replay, recording);
            else if (recording.Name == "polling_close 1" && waiting is not null)
                await EndAsync(replay, recording, waiting);
        }
    }

    private static async Task<RawConnection> PollAsync(Replay replay, Recording recording)
    {
        var connection = await RawConnection.OpenAsync(replay.Installation.Address, replay.CancellationToken);
        await connection.SendAsync(RawRequest.Get(Substitution.Apply(recording.Request.Path, replay.Substitutions.All)), replay.CancellationToken);
        return connection;
    }

    /// <summary>
    /// Engine.IO forgets a closed session at the end of the poll that the close ended; a poll that comes before is a 500 and makes
    /// it forget, too. The recorded one came after.
    /// </summary>
    private static async Task EndAsync(Replay replay, Recording close, RawConnection waiting)
    {
        await using var connection = waiting;
        if ((await connection.ReceiveAsync("GET", replay.CancellationToken)).Text.Length == 0)
            return;

        // Not ended by the close: a heartbeat was first.
        await replay.SendAsync(RawRequest.Get(Substitution.Apply(close.Request.Path, replay.Substitutions.All)));
    }

    /// <summary>Two cases are about what waits in a session: the answer to its connect, and more than 1024 bytes.</summary>
    private static async Task<string> NewSessionAsync(Replay replay, string name)
    {
        var id = Session().Match((await replay.SendAsync(RawRequest.Get("/socket.io/?EIO=4&transport=polling"))).Text).Value;
        string[] packets = name.Contains("gzip", StringComparison.Ordinal) ? ["40"] : [];
        if (name.Contains("above 1024", StringComparison.Ordinal))
            packets = [.. packets, .. Enumerable.Repeat(string.Join('\x1e', Enumerable.Repeat("42[\"ping\"]", 16)), 2)];

        foreach (var packet in packets)
            await replay.SendAsync(RawRequest.Post($"/socket.io/?EIO=4&transport=polling&sid={id}", "text/plain;charset=UTF-8", packet));

        return id;
    }

    [GeneratedRegex(@"(?<=sid=)[\w-]{20}")]
    private static partial Regex SessionInPath();

    [GeneratedRegex(@"(?<=""sid"":"")[\w-]{20}")]
    private static partial Regex Session();
}
