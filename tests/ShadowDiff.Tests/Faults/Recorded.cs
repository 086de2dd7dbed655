using System.Text;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;
using Strangler.Testing.Recordings;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>What the real legacy server answered, and what a module at parity answers through this host.</summary>
internal static class Recorded
{
    private static readonly string[] HostHeaders = ["Server", "Date", "Connection", "Keep-Alive"];

    private static readonly Dictionary<string, Testing.Recordings.Recording> ById = RecordingFiles.All.DistinctBy(recording => recording.Id).ToDictionary(recording => recording.Id);

    /// <param name="id"><c>file/case name</c>. A file's content is not in the recordings: its body is left empty.</param>
    public static ResponsePair Pair(string id)
    {
        var recording = ById[id];
        var legacy = Legacy(recording.Response);
        var requestHeaders = recording.Request.Headers.ToDictionary(header => header[0], header => new StringValues(header[1]), StringComparer.OrdinalIgnoreCase);
        return new(RouteOf(recording.File), recording.Request.Method, requestHeaders, legacy, Modern(legacy));
    }

    /// <summary>The route's name as in yarp.json; the files are named for the path.</summary>
    private static string RouteOf(string file) => file switch
    {
        "api_health" => "health",
        "api_server_connection_health" => "connection_health",
        "api_perf_job" => "job_perf",
        "api_cancel_job" => "cancel_job",
        _ => file.StartsWith("api_", StringComparison.Ordinal) ? file["api_".Length..] : file,
    };

    private static CapturedResponse Legacy(RecordedResponse response)
    {
        var headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in response.Headers)
            headers[header[0]] = StringValues.Concat(headers.GetValueOrDefault(header[0]), header[1]);

        return new(response.Status!.Value, response.Reason!, headers, Encoding.UTF8.GetBytes(response.BodyText ?? ""));
    }

    /// <summary>The same, with the headers of this host instead of Werkzeug's.</summary>
    private static CapturedResponse Modern(CapturedResponse legacy)
    {
        var headers = legacy.Headers.Where(header => !HostHeaders.Contains(header.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        headers["Date"] = "Mon, 23 Nov 2026 08:00:00 GMT";
        return legacy with { Headers = headers };
    }
}
