namespace Strangler.CommandLine.Parity;

/// <summary>A finished or interrupted run.</summary>
/// <param name="Source">Where the cases came from.</param>
/// <param name="Planned">How many cases there were to send or list; more than <paramref name="Cases"/> after an interruption.</param>
internal sealed record RunResult(
    Uri Legacy, Uri Modern, string Source, DateTimeOffset StartedAt, TimeSpan Duration, int Planned, IReadOnlyList<CaseResult> Cases)
{
    public bool IsInterrupted => Cases.Count < Planned;

    /// <summary>Matched / (matched + diverged), as in the reports; null when nothing counts.</summary>
    public double? Parity => Count(CaseOutcome.Match) + Count(CaseOutcome.Diverged) is var all and > 0 ? (double)Count(CaseOutcome.Match) / all : null;

    /// <summary>Parity is shown when every case that was sent is a match or differs on purpose, and at least one is.</summary>
    public bool ShowsParity =>
        !IsInterrupted && Count(CaseOutcome.Match) + Count(CaseOutcome.OnPurpose) is var good and > 0 && good + Count(CaseOutcome.NotSent) == Cases.Count;

    public int Count(CaseOutcome outcome) => Cases.Count(result => result.Outcome == outcome);
}
