using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings.Sockets;

/// <summary>The recorded frames of <c>socketio.json</c>.</summary>
internal static partial class SocketDocument
{
    private static readonly Lazy<JsonElement> Loaded = new(() => RecordingFiles.Document("socketio"));

    public static JsonElement Up => Loaded.Value.GetProperty("backup_server_up");

    public static JsonElement Limit => Loaded.Value.GetProperty("connection_limit").GetProperty("limit");

    /// <summary>Frames that came in, without heartbeats, masked.</summary>
    public static IEnumerable<string> Incoming(JsonElement frames) => Frames(frames, "in").Where(frame => frame != "2").Select(Mask);

    /// <summary>Frames that were sent, without the answers to heartbeats.</summary>
    public static IEnumerable<string> Outgoing(JsonElement frames) => Frames(frames, "out").Where(frame => frame != "3");

    /// <summary>Without what is different each time (contract 14): ids of sessions and jobs, times.</summary>
    public static string Mask(string frame) => Volatile().Replace(frame, "*");

    private static IEnumerable<string> Frames(JsonElement frames, string direction) =>
        frames.EnumerateArray().Where(frame => frame.GetProperty("dir").GetString() == direction).Select(frame => frame.GetProperty("frame").GetString()!);

    [GeneratedRegex("""(?<="sid":")[\w-]{20}|(?<="timestamp":)\d+(\.\d+)?|job_\d{16}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?""")]
    private static partial Regex Volatile();
}
