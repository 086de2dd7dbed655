using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Shape;

/// <summary>The jobs of either side from answer to answer: which phase each was in, and its numbers there.</summary>
internal sealed class FollowedJobs(IOptions<ShapeOptions> options)
{
    private readonly int _most = options.Value.ShapeMaxJobs;
    private readonly Lock _lock = new();
    private readonly Dictionary<FollowedJob, Followed> _jobs = [];

    /// <summary>How an answer continues the job that it is about; null when it is about none, or an earlier answer than the last one.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="isRemembered">Whether the next answer is held against this one.</param>
    public JobStep? Follow(CapturedExchange exchange, SeenAnswer answer, bool isRemembered = true)
    {
        if (exchange.Job is not { } job)
            return null;

        var key = new FollowedJob(exchange.Plan.Route, exchange.IsNotice ? exchange.Request.RawTarget : null, exchange.Plan.ServedBy, job);
        lock (_lock)
        {
            var before = _jobs.GetValueOrDefault(key);
            // Two answers that were made at the same time have no order.
            if (before is not null && exchange.At - exchange.Duration < before.At)
                return null;

            var numbers = answer.Numbers.DistinctBy(number => number.Place).ToDictionary(number => number.Place, StringComparer.Ordinal);
            if (isRemembered)
                Remember(key, new(exchange.At, answer.Phase, [.. before?.Phases ?? [], answer.Phase], numbers.ToDictionary(number => number.Key, number => number.Value.Number!.Value, StringComparer.Ordinal)));

            return new(
                before is null,
                before is null || !before.Phases.Contains(answer.Phase),
                before?.Phase,
                before?.Phase == answer.Phase ? [.. numbers.Values.Where(number => before.Numbers.ContainsKey(number.Place)).Select(number => (number, before.Numbers[number.Place]))] : []);
        }
    }

    private void Remember(FollowedJob key, Followed now)
    {
        if (!_jobs.ContainsKey(key) && _jobs.Count >= _most)
            _jobs.Remove(_jobs.MinBy(followed => followed.Value.At).Key);

        _jobs[key] = now;
    }

    /// <param name="Route">The route.</param>
    /// <param name="Notice">Which notices are followed; null for answers.</param>
    /// <param name="Side">The job's side.</param>
    /// <param name="Job">The job.</param>
    private readonly record struct FollowedJob(string Route, string? Notice, Side Side, string Job);

    private sealed record Followed(DateTimeOffset At, string Phase, HashSet<string> Phases, Dictionary<string, double> Numbers);
}

/// <summary>An answer as the next of its job.</summary>
/// <param name="IsFirst">The job was not asked for before.</param>
/// <param name="IsNewPhase">It was not seen in this phase before.</param>
/// <param name="Before">The phase of the answer before; null for the first.</param>
/// <param name="Moves">Numbers that the answer before had as well, in the same phase, with what they were.</param>
internal sealed record JobStep(bool IsFirst, bool IsNewPhase, string? Before, IReadOnlyList<(SeenValue Number, double Before)> Moves);
