using System.Text.Json;

namespace Strangler.Benchmarks.Sockets;

/// <summary>Jobs that run side by side, each followed by another until the time is over.</summary>
internal static class JobTraffic
{
    private const int CancelledOf = 5; // one of five
    private const int CancelledAfter = 16; // looks at its status

    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when the last has ended.</summary>
    /// <exception cref="HttpRequestException">A job was refused.</exception>
    public static async Task RunAsync(Uri server, int jobs, TimeSpan time, JobLedger? ledger = null)
    {
        using var client = new HttpClient { BaseAddress = server };
        using var over = new CancellationTokenSource(time);
        await Task.WhenAll(Enumerable.Range(0, jobs).Select(async slot =>
        {
            await Task.Delay(Stagger * slot, TimeProvider.System, CancellationToken.None);
            var turn = slot;
            do
            {
                var id = await StartAsync(client, $"user {slot}"); // Jobs of one user run one after the other.
                var isCancelled = await FollowAsync(client, id, cancel: turn++ % CancelledOf == CancelledOf - 1);
                ledger?.End(id, isCancelled);
            }
            while (!over.IsCancellationRequested);
        }));
    }

    private static async Task<string> StartAsync(HttpClient client, string user)
    {
        using var form = new MultipartFormDataContent { { new StringContent(user), "username" }, { new StringContent("climb 0.2\nexit 0\n"), "file", "climb.txt" } };
        using var answer = await client.PostAsync("/api/start_backup", form);
        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("job_id").GetString()!;
    }

    /// <summary>Waits until it has ended; true when it has been cancelled.</summary>
    private static async Task<bool> FollowAsync(HttpClient client, string id, bool cancel)
    {
        var isCancelled = false;
        for (var look = 0; await RunsAsync(client, id); look++)
        {
            if (cancel && look == CancelledAfter)
            {
                using var answer = await client.PostAsync($"/api/cancel/{id}", null);
                isCancelled = answer.IsSuccessStatusCode;
            }

            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }

        return isCancelled;
    }

    private static async Task<bool> RunsAsync(HttpClient client, string id)
    {
        using var json = JsonDocument.Parse(await client.GetStringAsync("/api/cancelable_jobs"));
        return json.RootElement.GetProperty("jobs").EnumerateArray().Any(job => job.GetProperty("job_id").GetString() == id);
    }
}
