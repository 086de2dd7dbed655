using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>What a job reports about itself at one moment (contract 4). Immutable.</summary>
/// <param name="Phase">One of <see cref="JobPhase"/>.</param>
/// <param name="Message">For people.</param>
/// <param name="BackingUp">Whether it is still going on.</param>
/// <param name="File">Name of the file as the client sent it; empty while it is being received.</param>
/// <param name="Percentage">0 to 100; 100 only after success.</param>
/// <param name="Sent">Bytes sent to the backup server.</param>
/// <param name="Total">Size of the file in bytes; 0 while it is being received.</param>
/// <param name="LastUpdated">Local time of the last change, without an offset (Q32).</param>
/// <param name="Error">What the client wrote on standard error, after a failure; otherwise null and not shown.</param>
/// <param name="CancelReason">The reason that a cancellation gave; null, and not shown, if there is none.</param>
internal sealed record JobRecord(
    string Phase, string Message, bool BackingUp, string File, int Percentage, long Sent, long Total, string LastUpdated,
    string? Error = null, PythonValue? CancelReason = null)
{
    /// <summary>The record until its file has arrived.</summary>
    public static JobRecord Initial(string now) => new(JobPhase.Initializing, "Initializing backup job...", true, "", 0, 0, 0, now);

    /// <summary>The record after the job's end.</summary>
    public JobRecord EndedBy(JobEnd end, string now) => this with
    {
        Phase = end.Phase,
        Message = end.Message,
        Error = end.Error,
        BackingUp = false,
        Percentage = end.IsSuccess ? 100 : Percentage,
        Sent = end.IsSuccess ? Total : Sent,
        LastUpdated = now,
    };
}
