using System.Text.Json;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>A started job with the servers around it.</summary>
internal sealed record LifecycleStage(Installation Installation, JobRun Job, Relay? Relay, CancellationToken CancellationToken)
{
    /// <summary>Until the client has sent all that it has to send: it waits for the server's checksum then.</summary>
    public Task ClientHasSentAsync(long bytes) => Relay!.SentAsync(bytes, CancellationToken);

    /// <summary>Posts, and expects the recorded answer but for the ids and the times.</summary>
    public async Task PostAsync(JsonElement recorded, string target, string? json = null)
    {
        var answer = await Job.PostAsync(target, json);
        Assert.Equal(AnswerOf(recorded.GetProperty("body").GetRawText()), AnswerOf(answer.Text));
    }

    private string AnswerOf(string json)
    {
        var masked = Masked.Text(json, Job.Id);
        return Installation.Target.IsModern ? ModernLife.AnswerOf(masked) : masked;
    }
}
