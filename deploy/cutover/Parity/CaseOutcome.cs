namespace Strangler.CommandLine.Parity;

/// <summary>What became of a case. In JSON and JUnit it is written in kebab-case.</summary>
internal enum CaseOutcome
{
    /// <summary>Both sides answered alike, except for what is volatile.</summary>
    Match,

    /// <summary>They differ, and a rule says that each difference is meant.</summary>
    OnPurpose,

    /// <summary>At least one difference that no rule covers.</summary>
    Diverged,

    /// <summary>A side gave no answer: unreachable, cut off, or too slow.</summary>
    Unable,

    /// <summary>Nothing to compare: one side refused (429), legacy answered in modern's place, an answer was too long, or a value of an earlier answer was missing.</summary>
    NotComparable,

    /// <summary>Listed only: a replay does not send it.</summary>
    NotSent,
}
