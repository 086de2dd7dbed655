using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;
using Strangler.Contract;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.CommandLine.Parity.Jobs;

/// <summary>
/// Runs the same backups on both sides, one after the other, and compares what each side told of its own, with timings left out: the order of phases,
/// the first answer in each, numbers that fall, performance, a cancellation that comes too late, the receipt and the names of events.
/// </summary>
/// <param name="user">Begins the names of the users; each backup has one of its own.</param>
/// <param name="done">Called after each backup on both sides.</param>
internal sealed class TraceRun(Side legacy, Side modern, ResponseComparison comparison, string user, TimeSpan patience, Action<int> done, TimeProvider time)
{
    private static readonly Dictionary<string, StringValues> Json = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };

    private readonly List<CaseResult> _results = [];

    /// <summary>The cancellation ends it early and is no error: the result holds what was done.</summary>
    public async Task<RunResult> RunAsync(int jobs, CancellationToken cancellationToken)
    {
        var (at, start, played) = (time.GetUtcNow(), time.GetTimestamp(), 0);
        try
        {
            for (; played < jobs; done(++played))
                await PlayAsync(played + 1, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        return new(legacy.Address, modern.Address, $"{jobs} backups a side", at, time.GetElapsedTime(start), played == jobs ? _results.Count : _results.Count + 1, _results);
    }

    private async Task PlayAsync(int number, CancellationToken cancellationToken)
    {
        var (file, content) = ($"{user}-{number}.txt", string.Concat(Enumerable.Repeat($"{user} {number}\n", 1_000)));
        var left = await new JobPlayer(legacy, patience, time).PlayAsync($"{user}-l{number}", file, content, cancellationToken);
        var right = await new JobPlayer(modern, patience, time).PlayAsync($"{user}-m{number}", file, content, cancellationToken);
        Compare($"job {number}: ", left, right, file);
    }

    private void Compare(string job, JobTrace left, JobTrace right, string file)
    {
        if (!Add($"{job}start", "start_backup", "POST", left, right, trace => trace.Start?.Response))
            return;

        if (string.Join("; ", new[] { left.Failure, right.Failure }.OfType<string>()) is { Length: > 0 } failure)
        {
            _results.Add(new(CaseOf($"{job}its end", "job_status", "GET"), CaseOutcome.Unable, failure));
            return;
        }

        AddDocument($"{job}order of phases", "job_status", left, right, trace => new JsonObject { ["phases"] = Texts(trace.Phases.Select(phase => phase.Phase)) });
        foreach (var phase in left.Phases.Select(phase => phase.Phase).Distinct().Where(phase => right.Phases.Any(other => other.Phase == phase)))
            Add($"{job}in {phase}", "job_status", "GET", left, right, trace => trace.Phases.First(one => one.Phase == phase).First);

        Add($"{job}at last", "job_status", "GET", left, right, trace => trace.Last);
        AddDocument($"{job}numbers that fell", "job_status", left, right, trace => new JsonObject { ["falls"] = Texts(trace.Falls) });
        Add($"{job}performance", "job_perf", "GET", left, right, trace => trace.Performance?.Response);
        Add($"{job}cancelled too late", "cancel_job", "POST", left, right, trace => trace.Cancellation?.Response);
        AddReceipt($"{job}receipt", left, right, file);
        AddEvents($"{job}events", left, right);
    }

    /// <summary>False when it could not be compared.</summary>
    private bool Add(string name, string route, string method, JobTrace left, JobTrace right, Func<JobTrace, CapturedResponse?> answer)
    {
        var one = CaseOf(name, route, method);
        if (answer(left) is not { } fromLegacy || answer(right) is not { } fromModern)
            _results.Add(new(one, CaseOutcome.Unable, left.Failure ?? right.Failure ?? "a side gave no answer"));
        else if (WhoAnswered.IsLegacy(fromLegacy, fromModern))
            _results.Add(new(one, CaseOutcome.NotComparable, "legacy answered in modern's place: the gateway has this route, or start_backup, at legacy or shadow"));
        else
            _results.Add(Judge(one, left.Values.Mask(fromLegacy), right.Values.Mask(fromModern)));

        return _results[^1].Outcome is CaseOutcome.Match or CaseOutcome.OnPurpose or CaseOutcome.Diverged;
    }

    private void AddDocument(string name, string route, JobTrace left, JobTrace right, Func<JobTrace, JsonObject> document) =>
        _results.Add(Judge(CaseOf(name, route, "TRACE"), left.Values.Mask(Answer(document(left))), right.Values.Mask(Answer(document(right)))));

    private void AddReceipt(string name, JobTrace left, JobTrace right, string file)
    {
        if (left.Receipts?.Response is { } fromLegacy && right.Receipts?.Response is { } fromModern && WhoAnswered.IsLegacy(fromLegacy, fromModern))
            _results.Add(new(CaseOf(name, "received_files", "TRACE"), CaseOutcome.NotSent, "the gateway has received_files at legacy or shadow"));
        else
            AddDocument(name, "received_files", left, right, trace => new JsonObject { ["files"] = Receipts(trace, file) });
    }

    private void AddEvents(string name, JobTrace left, JobTrace right)
    {
        if (left.Events is not null && right.Events is { ServedBy: not "legacy" })
            AddDocument(name, RouteNames.Realtime, left, right, trace => new JsonObject { ["events"] = Texts(trace.Events!.Names) });
        else
            _results.Add(new(CaseOf(name, RouteNames.Realtime, "TRACE"), CaseOutcome.NotSent, left.Events is null || right.Events is null ? "a side has no Socket.IO" : "the gateway has realtime at legacy or shadow"));
    }

    private CaseResult Judge(Case one, CapturedResponse left, CapturedResponse right)
    {
        var judgement = comparison.RedactedResultOf(new(one.Route, one.Request.Method, one.Request.Headers, left, right) { Target = one.Request.Target });
        return judgement.NotComparable is { } reason ? new(one, CaseOutcome.NotComparable, reason)
            : new(one, judgement.Outcome switch { Outcome.Match => CaseOutcome.Match, Outcome.OnPurpose => CaseOutcome.OnPurpose, _ => CaseOutcome.Diverged })
            {
                Divergences = judgement.Divergences,
                Suppressed = judgement.Suppressed,
                Legacy = new(left, TimeSpan.Zero),
                Modern = new(right, TimeSpan.Zero),
            };
    }

    private static Case CaseOf(string name, string route, string method) => new(name, route, new(method, "/", new Dictionary<string, StringValues>(), null));

    private static CapturedResponse Answer(JsonObject document) => new(200, "OK", Json, JsonSerializer.SerializeToUtf8Bytes(document, TraceDocumentJson.Default.JsonObject));

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text)!)];

    /// <summary>The entries of the job's file that the job has brought; none where it was not received.</summary>
    private static JsonArray Receipts(JobTrace trace, string file)
    {
        HashSet<string> earlier = [.. Received(trace.EarlierReceipts, file).Select(NameOf)];
        return [.. Received(trace.Receipts, file).Where(entry => !earlier.Contains(NameOf(entry))).Select(entry => entry.DeepClone())];
    }

    private static List<JsonNode> Received(SideAnswer? answer, string file)
    {
        try
        {
            return JsonNode.Parse(answer?.Response?.Body ?? [])?["files"] is JsonArray files
                ? [.. files.OfType<JsonNode>().Where(entry => NameOf(entry).EndsWith(file, StringComparison.Ordinal))]
                : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string NameOf(JsonNode entry) => entry["filename"]?.GetValue<string>() ?? "";
}
