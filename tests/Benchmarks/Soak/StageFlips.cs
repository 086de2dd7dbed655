using System.Net.Mime;
using System.Text;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Soak;

/// <summary>An operator who moves routes about, past the gate, as the constraints allow.</summary>
internal static class StageFlips
{
    private const int Seed = 14;

    // At complete they need other routes to be far enough (docs/architecture.md).
    private static readonly string[] NeverComplete = ["connect", "disconnect", "start_backup"];

    public static async Task RunAsync(Uri management, TimeSpan every, SoakLedger ledger, CancellationToken over)
    {
        using var client = new HttpClient { BaseAddress = management, Timeout = TimeSpan.FromSeconds(30) };
        using var timer = new PeriodicTimer(every);
        var random = new Random(Seed);
        while (await timer.NextAsync(over))
        {
            var route = random.GetItems([.. GatewayFolder.Modules], 1)[0];
            await SetAsync(client, route, random.GetItems(StagesOf(route), 1)[0], ledger);
        }
    }

    private static string[] StagesOf(string route) => ["legacy", "shadow", "canary", "live", .. NeverComplete.Contains(route) ? [] : (string[])["complete"]];

    private static async Task SetAsync(HttpClient client, string route, string stage, SoakLedger ledger)
    {
        var percentage = stage == "canary" ? """ "percentage":50,""" : "";
        using var body = new StringContent(
            $$"""{"stage":"{{stage}}",{{percentage}}"who":"soak","reason":"soak","force":true}""", Encoding.UTF8, MediaTypeNames.Application.Json);
        try
        {
            using var answer = await client.PostAsync(new Uri($"/api/routes/{route}/stage", UriKind.Relative), body);
            if (answer.IsSuccessStatusCode)
                ledger.Count(Figure.Flips);
            else
                ledger.Fault(Figure.Failed, $"{route} to {stage}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            ledger.Fault(Figure.Failed, $"{route} to {stage}: {ex.Message}");
        }
    }
}
