using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Trials;

namespace Strangler.ShadowDiff.Gate;

/// <summary>What a route has shown in the gate's window.</summary>
/// <param name="Since">The window's first hour.</param>
/// <param name="Eligible">All exchanges that could have been compared, or judged by shape.</param>
/// <param name="Compared">Those that were: matched, on purpose, transient, of state and diverged together; these, whether accepted, outdated or standing, are counted with those that diverged by shape.</param>
/// <param name="Matched">Of those compared: without a divergence.</param>
/// <param name="OnPurpose">Of those compared: with divergences that rules mean to be.</param>
/// <param name="Accepted">With divergences that QA has accepted.</param>
/// <param name="Diverged">With at least one divergence that stands: open, or fixed and not yet proved.</param>
/// <param name="Outdated">With a divergence that has since been proved to be gone: they show what was, and prove nothing.</param>
/// <param name="Critical">The standing fingerprints that change a status or a type, whenever they were last seen, as kind and place.</param>
/// <param name="Legacy">Legacy's latency over compared exchanges, of all days (UTC) that the window touches; null when none was measured.</param>
/// <param name="Modern">Modern's latency over the same exchanges.</param>
/// <param name="Transient">With divergences that were gone when both sides were asked anew.</param>
/// <param name="State">With divergences that came of a write that had reached one side only.</param>
/// <param name="SampledOut">Of the eligible: left out by the sampler.</param>
/// <param name="Build">The build of modern that all of this speaks of; what another one has shown is no evidence. Empty where the host names none.</param>
/// <param name="Pinned">Exchanges that one side alone could answer; null for none.</param>
/// <param name="Traces">The last traces of equal jobs on both sides with this build; null for none.</param>
/// <param name="Trial">The last trial of seeded faults; null when there was none, or none is asked for.</param>
/// <param name="IsTrialCurrent">Whether it was of this build and of the rules in force.</param>
public sealed record GateEvidence(
    DateTimeOffset Since,
    long Eligible,
    long Compared,
    long Matched,
    long OnPurpose,
    long Accepted,
    long Diverged,
    long Outdated,
    IReadOnlyList<string> Critical,
    Latency? Legacy,
    Latency? Modern,
    long Transient = 0,
    long State = 0,
    long SampledOut = 0,
    string Build = "",
    PinnedEvidence? Pinned = null,
    TraceEvidence? Traces = null,
    [property: JsonIgnore] TrialResult? Trial = null,
    [property: JsonIgnore] bool IsTrialCurrent = false)
{
    /// <summary>
    /// Exchanges that tell of the modern side as it is now, with the steps of traced jobs: what passed by itself, or came of the sides' states, speaks
    /// neither for nor against it.
    /// </summary>
    public long Judged => Compared + (Pinned?.ByShape ?? 0) + (Pinned?.Lacking ?? 0) + (Traces?.Compared ?? 0) - Outdated - Transient - State;

    /// <summary>Of <see cref="Judged"/>: all but what legacy alone has shown.</summary>
    public long Shown => Judged - (Pinned?.Lacking ?? 0);

    /// <summary>Of <see cref="Judged"/>: with a divergence that stands, and steps of traced jobs that differ.</summary>
    public long Standing => Diverged + (Traces?.Diverged ?? 0);

    /// <summary>Matched as a share of matched and diverged, 0 to 1, of those compared or judged by shape; null while there is neither.</summary>
    public double? Parity => Matched + (Pinned?.Matched ?? 0) is var matched && matched + Diverged == 0 ? null : (double)matched / (matched + Diverged);

    /// <summary>
    /// The share of <see cref="Judged"/> without a standing divergence is at least this (Wilson, 95 %). What is meant or accepted is no
    /// parity, but it is no fault either: all else in those exchanges was compared and found equal.
    /// </summary>
    public double LowerBound => WilsonInterval.LowerBound(Judged - Standing, Judged);

    /// <summary>Eligible exchanges that the sampler chose, but for those of legacy's own jobs: these are what modern's are measured by.</summary>
    public long Chosen => Eligible - SampledOut - (Pinned?.ToLegacy ?? 0);

    /// <summary>Compared or judged by shape as a share of chosen, 0 to 1; null while nothing was.</summary>
    public double? Coverage => Chosen == 0 ? null : (double)(Compared + (Pinned?.ByShape ?? 0)) / Chosen;

    /// <summary>The share of <see cref="Judged"/> that nothing carries but what QA has accepted, 0 to 1.</summary>
    public double AcceptedShare => Judged == 0 ? 0 : (double)Accepted / Judged;
}

/// <summary>Exchanges that one side alone could answer, since a job belongs to one side or the request does work.</summary>
/// <param name="Exchanges">All of them.</param>
/// <param name="ToLegacy">Answered by legacy.</param>
/// <param name="ByShape">Answered by modern and held against what legacy's answers are like.</param>
/// <param name="Matched">Of these, like legacy's.</param>
/// <param name="OnPurpose">Of these, unlike legacy's as rules mean it.</param>
/// <param name="Lacking">Answered by legacy, with something in them that modern's should have shown by now.</param>
public sealed record PinnedEvidence(long Exchanges, long ToLegacy, long ByShape, long Matched, long OnPurpose, long Lacking);
