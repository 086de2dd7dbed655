namespace Strangler.Services.Backups.Jobs;

/// <summary>How far a job has got, as far as we are concerned: it decides what can be done with the job. Clients read its phase instead.</summary>
internal enum JobState
{
    /// <summary>Its file is still being received.</summary>
    Receiving,

    /// <summary>It waits for its turn, or its client is running.</summary>
    Running,

    /// <summary>Nothing more happens except the verification of what arrived.</summary>
    Ended,
}
