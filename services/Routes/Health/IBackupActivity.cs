namespace Strangler.Services.Routes.Health;

/// <summary>Counts that <c>/health</c> tells. Whoever owns jobs and sockets supplies it; the default has none.</summary>
public interface IBackupActivity
{
    /// <summary>Backup jobs since the start, finished ones included (contract 5).</summary>
    int Jobs { get; }

    /// <summary>Open Socket.IO connections.</summary>
    int Sockets { get; }
}
