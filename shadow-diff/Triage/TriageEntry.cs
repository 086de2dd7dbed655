using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Triage;

/// <summary>What was last said of a fingerprint.</summary>
/// <param name="Fingerprint">The divergence.</param>
/// <param name="Route">Its route.</param>
/// <param name="State">Its state since then.</param>
/// <param name="Who">A person, or <see cref="Program"/>.</param>
/// <param name="Why">The stated reason, or what was seen.</param>
/// <param name="At">When, in UTC. What was seen before it proves nothing against it.</param>
/// <param name="Expires">Of an acceptance: its last day, in UTC.</param>
/// <param name="Clean">Of a fixed one: comparisons since that could have shown it and were clean.</param>
public sealed record TriageEntry(
    string Fingerprint, string Route, TriageState State, string Who, string Why, DateTimeOffset At, DateOnly? Expires = null, long Clean = 0)
{
    /// <summary>The name under which the program itself changes a state.</summary>
    public const string Program = ProgramNames.ShadowDiff;

    /// <summary>The entry of a fixed divergence that has been proved to be gone.</summary>
    internal TriageEntry Closed(long clean, DateTimeOffset now) => this with
    {
        State = TriageState.Closed,
        Who = Program,
        Why = $"{clean} clean comparisons since {Who} marked it fixed ({Why})",
        At = now,
        Clean = clean,
    };

    internal bool IsExpired(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) > Expires;
}
