namespace Strangler.Services.Backups.Jobs;

/// <summary>Hears of the end of each job. A host registers as many as it has; they never wait and never throw.</summary>
public interface IJobListener
{
    /// <summary>A job has ended, other than by the end of the server.</summary>
    /// <param name="createdAt">When its request came.</param>
    /// <param name="fault">Why it ended <c>FAILED</c>; a cancelled one has not.</param>
    /// <param name="message">What it says of its end, for people.</param>
    void Ended(DateTimeOffset createdAt, JobFault fault, string message);
}
