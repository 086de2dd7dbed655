using System.Text.Json;

namespace Strangler.Benchmarks;

/// <summary>The jobs that uploads have started, which go on after the uploads have their answers.</summary>
internal static class RunningJobs
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until none is left.</summary>
    public static async Task EndAsync(params IEnumerable<Uri> servers)
    {
        using var client = new HttpClient();
        foreach (var server in servers)
        {
            while (await CountAsync(client, server) > 0)
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Contract 5, <c>GET /api/cancelable_jobs</c>.</summary>
    private static async Task<int> CountAsync(HttpClient client, Uri server)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(server, "/api/cancelable_jobs")));
        return answer.RootElement.GetProperty("jobs").GetArrayLength();
    }
}
