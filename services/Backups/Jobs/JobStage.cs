namespace Strangler.Services.Backups.Jobs;

/// <summary>How far a job is, for us: what can be done with it. Its phase is what clients read.</summary>
internal enum JobStage
{
    /// <summary>Its file is still being received.</summary>
    Receiving,

    /// <summary>It waits for its turn or its client runs.</summary>
    Running,

    /// <summary>Nothing more happens but the verification of what arrived.</summary>
    Ended,
}
