namespace Strangler.Services.Backups.Jobs;

/// <summary>How a job ended: its last phase and message (contract 4, 6).</summary>
/// <param name="Error">What the client wrote on standard error; null if it wrote nothing, or that does not matter.</param>
/// <param name="Fault">Why it is no backup.</param>
internal sealed record JobEnd(string Phase, string Message, string? Error = null, JobFault Fault = JobFault.None)
{
    public static readonly JobEnd Completed = new(JobPhase.Completed, "Backup completed successfully!");
    public static readonly JobEnd Cancelled = new(JobPhase.Cancelled, "Backup cancelled");
    public static readonly JobEnd TimedOut = Failed("Process timed out", fault: JobFault.Client);
    public static readonly JobEnd Stopped = Failed("The server was stopped");
    public static readonly JobEnd Restarted = Failed("The server was restarted");
    public static readonly JobEnd Broken = new(JobPhase.Failed, "Backup error: internal error", Fault: JobFault.Runner);

    public bool IsSuccess => Phase == JobPhase.Completed;

    public static JobEnd Failed(string reason, string? error = null, JobFault fault = JobFault.Runner) => new(JobPhase.Failed, "Backup failed: " + reason, error, fault);
}
