namespace Strangler.Services.Backups.Jobs;

/// <summary>What came of asking another place to cancel a job (contract 5).</summary>
public enum ForeignCancellation
{
    /// <summary>The job is none of its.</summary>
    Unknown,

    /// <summary>It has taken note, and tells everyone what came of it (contract 9.5).</summary>
    Told,

    /// <summary>The job had ended before.</summary>
    Ended,

    /// <summary>It does not cancel a single job (Q3).</summary>
    Refused,

    /// <summary>It does not answer.</summary>
    Unavailable,
}
