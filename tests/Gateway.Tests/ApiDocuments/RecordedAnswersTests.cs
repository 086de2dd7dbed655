using Microsoft.Net.Http.Headers;
using Strangler.Services.Flask;
using Strangler.Testing.Recordings;

namespace Strangler.Gateway.Tests.ApiDocuments;

/// <summary>What the real legacy server was asked and answered fits the public document.</summary>
public sealed class RecordedAnswersTests(ServedDocuments served) : IClassFixture<ServedDocuments>
{
    /// <summary>Answered before any route is looked for, or by a legacy that has fewer routes.</summary>
    private static readonly string[] OfNoRoute =
        ["http_level/header of 70000 bytes", "http_level/path of 70000 characters", "http_level/OPTIONS *"];

    private const string FewerRoutes = "script_mode_unregistered_routes";

    [Fact]
    public async Task EveryRecordedAnswer_FitsThePublicDocument()
    {
        var api = new DescribedApi(served.Json("public"));
        var faults = new List<string>();
        foreach (var recording in Recordings)
        {
            if (await FaultAsync(api, recording, recording.Response) is { } fault)
                faults.Add($"{recording.Id}: {fault}");
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task AnswerThatIsOtherwise_IsFound()
    {
        var api = new DescribedApi(served.Json("public"));
        var health = Recordings.First(recording => recording.Id == "health/backup down");
        var body = health.Response.BodyRaw!;

        Assert.Null(await FaultAsync(api, health, health.Response));
        Assert.Contains("no 418", await FaultAsync(api, health, health.Response with { Status = 418 }), StringComparison.Ordinal);
        Assert.Contains("no text/plain", await FaultAsync(api, health, health.Response with { Headers = [["Content-Type", "text/plain"]] }), StringComparison.Ordinal);
        Assert.Contains("status", await FaultAsync(api, health, health.Response with { BodyRaw = body.Replace("degraded", "fine", StringComparison.Ordinal) }), StringComparison.Ordinal);
        Assert.Contains("uptime_info", await FaultAsync(api, health, health.Response with { BodyRaw = body.Replace("uptime_info", "uptime", StringComparison.Ordinal) }), StringComparison.Ordinal);
    }

    private static IEnumerable<Recording> Recordings => RecordingFiles.All.Where(recording =>
        recording.Response.Status is not null && recording.File != FewerRoutes && !OfNoRoute.Contains(recording.Id));

    private static Task<string?> FaultAsync(DescribedApi api, Recording recording, RecordedResponse answer)
    {
        var type = answer.Headers.FirstOrDefault(header => header[0] == HeaderNames.ContentType)?[1].Split(';')[0].Trim();
        return api.FaultAsync(recording.Request.Method, RoutedPath.Of(recording.Request.ToRaw().Target), answer.Status!.Value, type, answer.BodyText);
    }
}
