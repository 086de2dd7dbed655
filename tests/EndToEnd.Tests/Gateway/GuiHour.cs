using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Strangler.Testing.Clients;

namespace Strangler.EndToEnd.Tests.Gateway;

/// <summary>
/// An hour of the GUI, its calls and their rhythm (contract 10), at many times the speed: the page, health every 7 s, status every
/// 12 s and every 2.5 s of a running job, four backups, connects, and the buttons of a job.
/// </summary>
/// <param name="client">Sends to the gateway.</param>
/// <param name="backupPort">Where the backup server listens.</param>
/// <param name="closedPort">Where none does.</param>
/// <param name="speed">How many times faster.</param>
internal sealed class GuiHour(HttpClient client, int backupPort, int closedPort, int speed)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] pollers = [PollAsync("/api/health", PageRhythm.Health / speed, end.Token), PollAsync("/api/status", PageRhythm.Status / speed, end.Token)];
        await UseAsync(cancellationToken);
        await end.CancelAsync();
        await Task.WhenAll(pollers);
    }

    /// <summary>What the person in front of it does; minutes of the hour.</summary>
    private async Task UseAsync(CancellationToken cancellationToken)
    {
        foreach (var path in PageRhythm.Opening)
            await GetAsync(path, cancellationToken);

        for (var quarter = 0; quarter < 4; quarter++)
        {
            await WaitAsync(minutes: 1, cancellationToken);
            await ConnectAsync(backupPort, cancellationToken);
            await WaitAsync(minutes: 3, cancellationToken);
            await BackUpAsync(cancellationToken);
            await WaitAsync(minutes: 4, cancellationToken);
            await ConnectAsync(closedPort, cancellationToken);
            await WaitAsync(minutes: 1, cancellationToken);
            await ConnectAsync(backupPort, cancellationToken);
            foreach (var button in (string[])["/api/pause", "/api/resume", "/api/stop"])
            {
                await PostAsync(button, new ByteArrayContent([]), cancellationToken);
                await WaitAsync(minutes: 1, cancellationToken);
            }

            await WaitAsync(minutes: 2, cancellationToken);
        }
    }

    private async Task BackUpAsync(CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(new byte[10_000]), "file", "report.txt" },
            { new StringContent("gui"), "username" },
            { new StringContent("127.0.0.1"), "host" },
            { new StringContent($"{backupPort}"), "port" },
        };
        var answer = JsonNode.Parse(await PostAsync("/api/start_backup", form, cancellationToken))!;
        for (var polls = 0; polls < 24; polls++)
        {
            await GetAsync($"/api/status?job_id={(string?)answer["job_id"]}", cancellationToken);
            await Task.Delay(PageRhythm.JobStatus / speed, TimeProvider.System, cancellationToken);
        }
    }

    private Task<string> ConnectAsync(int port, CancellationToken cancellationToken) => PostAsync(
        "/api/connect", new StringContent($$"""{"host":"127.0.0.1","port":{{port}},"username":"gui"}""", Encoding.UTF8, "application/json"), cancellationToken);

    private async Task PollAsync(string path, TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await GetAsync(path, CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The hour is over.
        }
    }

    private async Task GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        using var answer = await client.SendAsync(request, cancellationToken);
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private async Task<string> PostAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private Task WaitAsync(double minutes, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromMinutes(minutes / speed), TimeProvider.System, cancellationToken);
}
