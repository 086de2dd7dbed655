using System.Runtime.CompilerServices;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Waits until the server shows a state; the replay's own time limit ends it.</summary>
internal static class Waiting
{
    public static Task ForSystemSampleAsync(Replay replay) => UntilAsync(replay, "/api/observability/health", text => text.Contains("\"system\"", StringComparison.Ordinal));

    /// <summary>Until the general status says so; at live it follows legacy's a second later.</summary>
    public static Task ForMessageAsync(Replay replay, string message) => UntilAsync(replay, "/api/status", text => text.Contains(message, StringComparison.Ordinal));

    /// <summary>Until no job of the list is running.</summary>
    public static Task ForJobsAsync(Replay replay) =>
        UntilAsync(replay, "/api/cancelable_jobs", text => !text.Contains("BACKUP_IN_PROGRESS", StringComparison.Ordinal));

    public static Task ForJobCountAsync(Replay replay, int count) =>
        UntilAsync(replay, "/api/cancelable_jobs", text => text.Split("\"job_id\"").Length - 1 == count);

    public static Task UntilAsync(Replay replay, string target, Func<string, bool> reached, [CallerArgumentExpression(nameof(reached))] string what = "") =>
        Eventually.GetAsync(async () => (await replay.SendAsync(RawRequest.Get(target))).Text, reached, replay.CancellationToken, target, what);
}
