namespace Strangler.Services.Backups.Jobs;

/// <summary>A process whose place this one has taken, and which brings its jobs to their end meanwhile. The default has none.</summary>
public interface IEarlierProcess
{
    /// <summary>Whether it may still have jobs, and has their folder.</summary>
    bool IsThere { get; }

    /// <summary>Completes when it has ended.</summary>
    Task Gone { get; }
}

/// <summary>For a process that begins by itself.</summary>
internal sealed class NoEarlierProcess : IEarlierProcess
{
    public bool IsThere => false;

    public Task Gone => Task.CompletedTask;
}
