namespace Strangler.ShadowDiff.Trials;

/// <summary>Whether a trial of seeded faults runs, for whoever shows where the gateway stands.</summary>
public interface IRunningTrial
{
    /// <summary>When the trial that runs ends at the latest; null while none runs.</summary>
    DateTimeOffset? RunsUntil { get; }
}
