using System.Text.Encodings.Web;
using System.Text.Json;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.Testing;
using Strangler.Testing.Recordings;

namespace Strangler.CommandLine.Tests.Cases;

/// <summary>Makes the seed of the corpus: the requests of <c>tests/Recordings</c>, each once, as far as an HTTP client can send them.</summary>
internal static class RecordedCorpus
{
    private const int LongestRequest = 8 * 1024;

    private static readonly CorpusJson Json = new(new JsonSerializerOptions(CorpusJson.Default.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static readonly RouteFinder Routes = new(RepositoryRoot.Combine("yarp.json"));

    /// <summary>Files that are about something else than the answer to a request.</summary>
    private static readonly Dictionary<string, string> LeftOutFiles = new()
    {
        ["connection_limit"] = "needs other requests in flight",
        ["script_mode_unregistered_routes"] = "requests of the other files, at a server started otherwise",
        ["socketio"] = "exchanges of one Socket.IO session",
    };

    public static IEnumerable<string> Names => Kept.Select(recording => recording.File).Distinct();

    /// <summary>Each recording that is not in the corpus, with the reason.</summary>
    public static IEnumerable<string> LeftOut =>
        from recording in RecordingFiles.All
        let reason = WhyLeftOut(recording)
        where reason is not null
        select $"{(LeftOutFiles.ContainsKey(recording.File) ? $"{recording.File}/*" : recording.Id)}: {reason}";

    private static IEnumerable<Recording> Kept => RecordingFiles.All.Where(recording => WhyLeftOut(recording) is null);

    /// <summary>The text of one file.</summary>
    public static string Text(string name)
    {
        var file = new CorpusFile
        {
            Schema = "../../deploy/schemas/corpus.schema.json",
            Description = $"The requests of tests/Recordings/{name}.json. Made from it by a test: edit other files, not this one.",
            Cases = RecordedJobs.Await(RecordedValues.Link([.. WithoutRepeats(Kept.Where(recording => recording.File == name)).Select(recording => (ToCase(recording), recording.Response))])),
        };
        return JsonSerializer.Serialize(file, Json.CorpusFile) + "\n";
    }

    private static string? WhyLeftOut(Recording recording)
    {
        var request = recording.Request;
        string? Header(string name) => request.Headers.FirstOrDefault(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];
        return LeftOutFiles.TryGetValue(recording.File, out var reason) ? reason
            : Header("Host") is null ? "has no Host, as no HTTP/1.1 client sends it"
            : !request.Path.StartsWith('/') || request.Method == "CONNECT" ? "a target that no HTTP client sends to a server"
            : Header("Transfer-Encoding") is not null || (Header("Content-Length") is { } length && length != $"{request.BodyBytes.Length}") ? "is about the framing of its body"
            : request.Path.Contains("%00", StringComparison.Ordinal) ? "is refused by the gateway, as no HTTP"
            : request.Path.StartsWith("/socket.io", StringComparison.Ordinal) && Header("Origin") is not null ? "is about the port that the server listens on"
            : JsonSerializer.Serialize(request, RecordedJson.Default.RecordedRequest).Length + request.ToRaw().ToBytes().Length > LongestRequest ? "is about its length"
            : null;
    }

    /// <summary>The same request again is another case only when something may have changed in between.</summary>
    private static IEnumerable<Recording> WithoutRepeats(IEnumerable<Recording> recordings)
    {
        var seen = new HashSet<string>();
        foreach (var recording in recordings)
        {
            if (recording.Request.Method is not ("GET" or "HEAD" or "OPTIONS"))
                seen.Clear();
            if (seen.Add(JsonSerializer.Serialize(recording.Request, RecordedJson.Default.RecordedRequest)))
                yield return recording;
        }
    }

    private static CorpusCase ToCase(Recording recording)
    {
        var request = recording.Request;
        var isText = request.Body.ValueKind == JsonValueKind.String;
        return new()
        {
            Name = recording.Name,
            Route = Routes.Find(request.Path),
            Method = request.Method,
            Target = request.Path,
            Headers = request.Headers.Where(header => !IsOfTheConnection(header[0]))
                .GroupBy(header => header[0]).ToDictionary(group => group.Key, group => string.Join(", ", group.Select(header => header[1]))),
            Body = isText ? request.Body.GetString() : request.Headers.Any(header => header is ["Content-Length", "0"]) ? "" : null,
            BodyBase64 = !isText && request.BodyBytes is { Length: > 0 } bytes ? Convert.ToBase64String(bytes) : null,
        };
    }

    private static bool IsOfTheConnection(string header) => header is "Host" or "Connection" or "Content-Length";
}
