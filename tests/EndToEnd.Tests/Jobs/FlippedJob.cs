using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.EndToEnd.Tests.Recordings.Sockets;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Jobs;

/// <summary>A job under way, and what all routes say of it. Whatever names it must be answered by its owner.</summary>
internal sealed partial class FlippedJob(FlipInstallation installation, string id, string owner, CancellationToken cancellationToken)
{
    private readonly List<string> _events = [];

    public string Id => id;

    public string Owner => owner;

    /// <summary>Phases of the events that its statuses told.</summary>
    public IReadOnlyList<string> Events => _events;

    /// <summary>The only job that can be cancelled, as soon as there is one.</summary>
    public static async Task<FlippedJob> ListedAsync(FlipInstallation installation, string owner, CancellationToken cancellationToken)
    {
        var jobs = await Eventually.GetAsync(() => ListAsync(installation, cancellationToken), list => list.Count == 1, cancellationToken);
        return new(installation, jobs[0].GetProperty("job_id").GetString()!, owner, cancellationToken);
    }

    /// <summary>The job that a start was answered with.</summary>
    public static FlippedJob Started(FlipInstallation installation, RawResponse answer, string owner, CancellationToken cancellationToken)
    {
        Assert.True(answer.Status == 200, answer.ToString());
        using var document = JsonDocument.Parse(answer.Text);
        return new(installation, document.RootElement.GetProperty("job_id").GetString()!, owner, cancellationToken);
    }

    /// <summary>What can be cancelled, on either side.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ListAsync(FlipInstallation installation, CancellationToken cancellationToken)
    {
        var answer = await RawHttp.SendAsync(installation.Address, RawRequest.Get("/api/cancelable_jobs"), cancellationToken);
        return [.. JsonDocument.Parse(answer.Text).RootElement.GetProperty("jobs").EnumerateArray()];
    }

    /// <summary>All answers about it, but for times; reading them twice gives the same, as long as nothing happens to it.</summary>
    public async Task<string> AnswersAsync(SocketClient page)
    {
        var listed = await ListedAsync();
        var performance = await AskAsync(RawRequest.Get($"/api/perf/{id}"));
        return string.Join('\n', Text(listed.GetRawText()), Text((await StatusAsync()).GetRawText()), Growing().Replace(Text(performance.Text), ""), Text(await AskAsync(page)));
    }

    /// <summary>Its status; its events are empty afterwards.</summary>
    public async Task<JsonElement> StatusAsync()
    {
        var status = JsonDocument.Parse((await AskAsync(RawRequest.Get($"/api/status?job_id={id}"))).Text).RootElement;
        _events.AddRange(status.GetProperty("events").EnumerateArray().Select(step => step.GetProperty("phase").GetString()!));
        return status;
    }

    /// <summary>The client waits for the backup server: nothing changes until it answers.</summary>
    public Task WaitsAsync() =>
        UntilAsync(status => status.GetProperty("message").GetString()!.StartsWith(owner == "legacy" ? "Starting backup of" : "Authenticating", StringComparison.Ordinal));

    /// <summary>How it ended, as soon as it has.</summary>
    public async Task<string> LastPhaseAsync() =>
        (await UntilAsync(status => !status.GetProperty("backing_up").GetBoolean())).GetProperty("phase").GetString()!;

    /// <summary>The answer to its cancellation, without its id.</summary>
    public async Task<string> CancelAsync() => Text((await AskAsync(Recordings.Scenes.Requests.Post($"/api/cancel/{id}"))).Text).TrimEnd();

    private string Text(string json) => Masked.Text(json, id);

    private Task<JsonElement> UntilAsync(Func<JsonElement, bool> reached, [CallerArgumentExpression(nameof(reached))] string what = "") =>
        Eventually.GetAsync(StatusAsync, reached, cancellationToken, what: what);

    private async Task<JsonElement> ListedAsync()
    {
        var jobs = await Eventually.GetAsync(() => ListAsync(installation, cancellationToken), list => list.Count(IsThis) == 1, cancellationToken);
        return jobs.Single(IsThis);
    }

    private bool IsThis(JsonElement job) => job.GetProperty("job_id").GetString() == id;

    private async Task<RawResponse> AskAsync(RawRequest request)
    {
        var answer = await RawHttp.SendAsync(installation.Address, request, cancellationToken);
        Assert.Equal((request.Target, owner), (request.Target, answer.Value("X-Served-By")));
        return answer;
    }

    private async Task<string> AskAsync(SocketClient page)
    {
        await page.SendAsync($$"""42["request_status",{"job_id":"{{id}}"}]""");
        const string Answer = "42[\"status_response\",";
        string packet;
        do
            packet = await page.ReceiveAsync();
        while (!packet.StartsWith(Answer, StringComparison.Ordinal));

        return packet[Answer.Length..^1];
    }

    [GeneratedRegex("\"(elapsed_seconds|last_update_age|insight)\":[^,}]+")]
    private static partial Regex Growing();
}
