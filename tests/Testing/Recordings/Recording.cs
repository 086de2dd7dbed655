using System.Text.Json;

namespace Strangler.Testing.Recordings;

/// <summary>One request of the real legacy server with its answer, and the state of the server when it was made.</summary>
public sealed record Recording(string Name, string ServerState, RecordedRequest Request, RecordedResponse Response, string? Note, JsonElement FinalSnapshot)
{
    /// <summary>Name of the file without <c>.json</c>; set by the loader.</summary>
    public string File { get; init; } = "";

    /// <summary><c>file/case name</c>, unique.</summary>
    public string Id => $"{File}/{Name}";

    public override string ToString() => Id;
}
