namespace Strangler.Services.Backups.Jobs;

/// <summary>The phases of a job as clients see them (contract 4).</summary>
internal static class JobPhase
{
    public const string Initializing = "INITIALIZING";
    public const string CancelRequested = "CANCEL_REQUESTED";
    public const string InProgress = "BACKUP_IN_PROGRESS";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string Cancelled = "CANCELLED";
    public const string Verified = "COMPLETED_VERIFIED";
    public const string VerificationFailed = "VERIFICATION_FAILED";
}
