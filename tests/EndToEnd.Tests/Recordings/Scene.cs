using Strangler.Testing.Processes;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>A state of the server as the recordings name it, how to get there, and the recordings that were made in it.</summary>
internal sealed class Scene(string name, Func<Recording, bool> covers)
{
    private readonly Lazy<IReadOnlyList<Recording>> _recordings = new(() => [.. RecordingFiles.All.Where(covers)]);

    public string Name => name;

    /// <summary>In recorded order.</summary>
    public IReadOnlyList<Recording> Recordings => _recordings.Value;

    public LegacyOptions Legacy { get; init; } = new();

    /// <summary>True with the stand-in backup server running; else its port refuses.</summary>
    public bool BackupServerUp { get; init; }

    /// <summary>Pace of the backup server's checksums in MB/s; null: at once.</summary>
    public string? ChecksumRate { get; init; }

    /// <summary>Further settings of the gateway.</summary>
    public IReadOnlyDictionary<string, string> Gateway { get; init; } = new Dictionary<string, string>();

    /// <summary>Brings the server into the state, before the first recording.</summary>
    public Func<Replay, Task> Prepare { get; init; } = _ => Task.CompletedTask;

    /// <summary>Sends the recordings; in recorded order unless a state has to change in between.</summary>
    public Func<Replay, Task> Play { get; init; } = replay => replay.AllAsync();

    public override string ToString() => name;
}
