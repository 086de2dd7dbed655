using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Parity.Jobs;

/// <summary>Runs a backup on one side and takes down what that side tells of it.</summary>
/// <param name="side">The side.</param>
/// <param name="patience">How long a backup may take.</param>
internal sealed class JobPlayer(Side side, TimeSpan patience, TimeProvider time)
{
    /// <summary>Short enough to see each phase.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long is looked for what comes after the end, as the verification of the stored file does.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(4);

    private static readonly Dictionary<string, StringValues> None = [];

    /// <param name="user">A name that no backup has had: at legacy each works once.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<JobTrace> PlayAsync(string user, string file, string content, CancellationToken cancellationToken)
    {
        var values = new CapturedValues();
        values.Add("user", user);
        await using var events = await EventListener.OpenAsync(side.Address, cancellationToken);
        var earlier = await ReceiptsAsync(cancellationToken);
        var start = await side.SendAsync(Start(user, file, content), cancellationToken);
        if (start.Response is null || JobIdOf(start.Response) is not { } job)
            return new(null, values) { Start = start, Failure = start.Failure ?? $"{side.Name} started no job: {start.Response!.Status}" };

        values.Add("job_id", job);
        var trace = await FollowAsync(new(job, values) { Start = start }, cancellationToken);
        return trace with
        {
            Performance = await side.SendAsync(new("GET", $"/api/perf/{job}", None, null), cancellationToken),
            Cancellation = await side.SendAsync(new("POST", $"/api/cancel/{job}", None, null), cancellationToken),
            EarlierReceipts = earlier,
            Receipts = await ReceiptsAsync(cancellationToken),
            Events = events?.Heard(job, file),
        };
    }

    private Task<SideAnswer> ReceiptsAsync(CancellationToken cancellationToken) => side.SendAsync(new("GET", "/api/received_files", None, null), cancellationToken);

    private async Task<JobTrace> FollowAsync(JobTrace trace, CancellationToken cancellationToken)
    {
        var (phases, falls, last) = (new List<(string Phase, CapturedResponse First)>(), new SortedSet<string>(StringComparer.Ordinal), (CapturedResponse?)null);
        var (begin, ended, numbers) = (time.GetTimestamp(), (long?)null, new Dictionary<string, double>(StringComparer.Ordinal));
        while (true)
        {
            var answer = await side.SendAsync(new("GET", $"/api/status?job_id={trace.JobId}", None, null), cancellationToken);
            if (answer.Response is not { } response)
                return trace with { Phases = phases, Falls = [.. falls], Last = last, Failure = answer.Failure };

            last = response;
            var status = JobStatus.Of(response);
            if (phases.Count == 0 || phases[^1].Phase != status.Phase)
            {
                phases.Add((status.Phase, response));
                numbers.Clear();
            }

            falls.UnionWith(status.Numbers.Where(number => numbers.TryGetValue(number.Key, out var before) && number.Value < before).Select(number => number.Key));
            foreach (var (place, number) in status.Numbers)
                numbers[place] = number;

            ended ??= status.HasEnded ? time.GetTimestamp() : null;
            if (ended is { } end && time.GetElapsedTime(end) > After)
                return trace with { Phases = phases, Falls = [.. falls], Last = last };

            if (time.GetElapsedTime(begin) > patience)
                return trace with { Phases = phases, Falls = [.. falls], Last = last, Failure = $"{side.Name}: the backup did not end within {patience.TotalSeconds:0} s" };

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static CaseRequest Start(string user, string file, string content) => new(
        "POST",
        "/api/start_backup",
        new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "multipart/form-data; boundary=parity" },
        Encoding.UTF8.GetBytes(
            $"--parity\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\n{user}\r\n"
            + $"--parity\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\nContent-Type: text/plain\r\n\r\n{content}\r\n--parity--\r\n"));

    private static string? JobIdOf(CapturedResponse answer) => AnswerPlace.TryParse("body /job_id")!.ValueIn(answer);

    /// <summary>What decides how a trace goes on.</summary>
    private sealed record JobStatus(string Phase, bool HasEnded, IReadOnlyDictionary<string, double> Numbers)
    {
        public static JobStatus Of(CapturedResponse answer)
        {
            try
            {
                using var document = JsonDocument.Parse(answer.Body);
                var root = document.RootElement;
                var phase = root.TryGetProperty("phase", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
                var isOver = root.TryGetProperty("backing_up", out var running) && running.ValueKind == JsonValueKind.False;
                return new(phase, isOver, root.TryGetProperty("progress", out var progress) && progress.ValueKind == JsonValueKind.Object
                    ? progress.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number).ToDictionary(member => $"/progress/{member.Name}", member => member.Value.GetDouble())
                    : new Dictionary<string, double>());
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return new("", HasEnded: false, new Dictionary<string, double>());
            }
        }
    }
}
