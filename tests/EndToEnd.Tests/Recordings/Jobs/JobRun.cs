using System.Text.Json;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>A backup under way, watched by polling its status as the GUI does.</summary>
internal sealed class JobRun(Installation installation, string id, CancellationToken cancellationToken)
{
    private readonly List<string> _snapshots = [];

    public string Id => id;

    /// <summary>Distinct states in the order they were seen.</summary>
    public IReadOnlyList<string> Snapshots => _snapshots;

    public static async Task<JobRun> StartAsync(Installation installation, BackupForm form, CancellationToken cancellationToken)
    {
        var answer = await RawHttp.SendAsync(installation.Address, form.ToRequest(), cancellationToken);
        using var document = JsonDocument.Parse(answer.Text);
        return new(installation, document.RootElement.GetProperty("job_id").GetString()!, cancellationToken);
    }

    /// <summary>Polls until one of these states was seen.</summary>
    /// <exception cref="TimeoutException">None came in time; says which came.</exception>
    public async Task WatchUntilAsync(IReadOnlyCollection<string> last)
    {
        try
        {
            List<string> ends = [.. last.Select(StateOf)];
            await Eventually.GetAsync(LookAsync, snapshot => ends.Contains(StateOf(snapshot)), cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"The job never came to {string.Join(" or ", last)}; it went through {string.Join(", ", _snapshots)}.", exception);
        }
    }

    /// <summary>A state as the side tells it that runs the job.</summary>
    public string StateOf(string snapshot) => installation.Target.IsModern ? ModernLife.StateOf(snapshot) : snapshot;

    public Task<RawResponse> PostAsync(string target, string? json = null) => RawHttp.SendAsync(
        installation.Address, json is null ? Scenes.Requests.Post(target) : RawRequest.Post(target, "application/json", json), cancellationToken);

    /// <summary>What changes in the life of a job (contract 4), on a line.</summary>
    public static string Describe(JsonElement status) =>
        $"{status.GetProperty("phase")} {status.GetProperty("progress").GetProperty("percentage")} % '{status.GetProperty("message")}' backing_up={status.GetProperty("backing_up")}";

    private async Task<string> LookAsync()
    {
        var answer = await RawHttp.SendAsync(installation.Address, RawRequest.Get($"/api/status?job_id={id}"), cancellationToken);
        using var document = JsonDocument.Parse(answer.Text);
        var snapshot = Describe(document.RootElement);
        if (_snapshots.LastOrDefault() != snapshot)
            _snapshots.Add(snapshot);

        return snapshot;
    }
}
