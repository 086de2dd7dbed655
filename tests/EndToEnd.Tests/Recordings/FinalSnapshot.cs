using System.Text.Json;
using Strangler.Testing;
using Strangler.Testing.Comparison;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>An accepted start of a backup has a second recorded answer: the job's first status with <c>backing_up</c> false (contract 15).</summary>
internal static class FinalSnapshot
{
    public static async Task JudgeAsync(Recording recording, RawResponse started, Replay replay)
    {
        using var answer = JsonDocument.Parse(started.Text);
        var request = RawRequest.Get($"/api/status?job_id={answer.RootElement.GetProperty("job_id").GetString()}");
        var final = await Eventually.GetAsync(
            () => replay.SendAsync(request), status => !status.Text.Contains("\"backing_up\":true", StringComparison.Ordinal), replay.CancellationToken);
        var text = PythonJsonText.Compact(recording.FinalSnapshot.GetRawText());
        replay.Judge(recording with { Response = recording.Response with { BodyRaw = text } }, request, final);
    }
}
