namespace Strangler.Services.Backups.Jobs;

/// <summary>The folder of the jobs, as far as an operator must know of it.</summary>
public interface IJobFolder
{
    /// <summary>Why no backup can be started; null when one can.</summary>
    string? Problem { get; }
}
