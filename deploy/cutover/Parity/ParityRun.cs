using System.Collections.Concurrent;
using Strangler.CommandLine.Cases;
using Strangler.ShadowDiff.Compare;

namespace Strangler.CommandLine.Parity;

/// <summary>Plays sequences of cases against two sides: the one implementation under <c>parity</c> and <c>replay</c>.</summary>
/// <param name="concurrency">Sequences at once.</param>
/// <param name="done">Called after each case, by one thread at a time, with the number of cases done.</param>
internal sealed class ParityRun(Side legacy, Side modern, ResponseComparison comparison, Pace pace, int concurrency, Action<int> done, TimeProvider time)
{
    private readonly ConcurrentDictionary<(int Sequence, int Case), CaseResult> _results = [];
    private readonly Lock _counting = new();
    private int _done;

    /// <summary>The cancellation ends it early and is no error: the result holds what was done.</summary>
    public async Task<RunResult> RunAsync(IReadOnlyList<CaseSequence> sequences, string source, CancellationToken cancellationToken)
    {
        var (at, start) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(sequences.Index(), options, async (one, token) => await PlayAsync(one.Index, one.Item, token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        var results = _results.OrderBy(result => result.Key).Select(result => result.Value);
        return new(legacy.Address, modern.Address, source, at, time.GetElapsedTime(start), sequences.Sum(sequence => sequence.Cases.Count), [.. results]);
    }

    private async Task PlayAsync(int number, CaseSequence sequence, CancellationToken cancellationToken)
    {
        var player = new CasePlayer(legacy, modern, comparison, pace, time);
        foreach (var (index, one) in sequence.Cases.Index())
        {
            _results[(number, index)] = await player.PlayAsync(one, cancellationToken);
            lock (_counting)
                done(++_done);
        }
    }
}
