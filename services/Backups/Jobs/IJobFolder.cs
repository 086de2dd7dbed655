namespace Strangler.Services.Backups.Jobs;

/// <summary>The folder of the jobs, as far as an operator must know of it.</summary>
public interface IJobFolder
{
    /// <summary>Why no backup can be started; null when one can.</summary>
    string? Problem { get; }

    /// <summary>Ends clients of a process that had this one's place for a while and was killed, and removes what they left.</summary>
    void SweepOthers();
}
