using System.Text.Json;

namespace Strangler.Testing.Recordings;

/// <summary>The recordings of the real legacy server in <c>tests/Recordings</c>.</summary>
public static class RecordingFiles
{
    private static readonly Lazy<IReadOnlyList<Recording>> Loaded = new(() => [.. Names.SelectMany(Load), .. SocketRecordings.All()]);

    /// <summary>All recordings of one request and its answer, file by file, in recorded order.</summary>
    public static IReadOnlyList<Recording> All => Loaded.Value;

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    private static string Folder => RepositoryRoot.Combine("tests", "Recordings");

    /// <summary>A whole file, for the few that are not lists of one request each (job_lifecycle, end_to_end, socketio).</summary>
    public static JsonElement Document(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{name}.json")));
        return document.RootElement.Clone();
    }

    private static IEnumerable<Recording> Load(string name)
    {
        var root = Document(name);
        return root.ValueKind != JsonValueKind.Array
            ? []
            : root.EnumerateArray().Where(entry => entry.TryGetProperty("request", out _))
                .Select(entry => entry.Deserialize(RecordingJson.Default.Recording)! with { File = name });
    }
}
