namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>How one recorded life of a job is brought about.</summary>
internal sealed record LifecycleCase(string Name)
{
    public string FileName { get; init; } = "x.txt";

    public byte[] Content { get; init; } = "hello"u8.ToArray();

    /// <summary>Pace of the backup server's checksums; null: at once.</summary>
    public string? ChecksumRate { get; init; }

    public bool BackupServerUp { get; init; } = true;

    /// <summary>Before the start; says which port the job is to use.</summary>
    public Func<Installation, int> Arrange { get; init; } = installation => installation.BackupPort;

    /// <summary>After the start.</summary>
    public Func<LifecycleStage, Task> Act { get; init; } = _ => Task.CompletedTask;

    /// <summary>Last states besides the recorded one, where two threads race (Q5).</summary>
    public IReadOnlyList<string> OtherEnds { get; init; } = [];

    /// <summary>Further states on the way there, where two threads race (Q5).</summary>
    public IReadOnlyList<string> Between { get; init; } = [];

    /// <summary>The last state where modern runs the job, when a fixed quirk makes it another; null: as recorded.</summary>
    public string? ModernEnd { get; init; }

    /// <summary>The quirk that makes <see cref="ModernEnd"/> another.</summary>
    public string? Quirk { get; init; }

    /// <summary>True where it needs servers of its own, because what it leaves could be seen by others.</summary>
    public bool IsAlone { get; init; }

    public override string ToString() => Name;
}
