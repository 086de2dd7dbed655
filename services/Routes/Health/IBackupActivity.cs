namespace Strangler.Services.Routes.Health;

/// <summary>Counts that <c>/health</c> reports. The host that owns jobs and sockets registers its own; the default has none.</summary>
public interface IBackupActivity
{
    /// <summary>Backup jobs since the start, finished ones included (contract 5).</summary>
    int Jobs { get; }

    /// <summary>Open Socket.IO connections.</summary>
    int Sockets { get; }
}

/// <summary>The activity of a process that owns neither jobs nor sockets.</summary>
internal sealed class NoBackupActivity : IBackupActivity
{
    public int Jobs => 0;

    public int Sockets => 0;
}
