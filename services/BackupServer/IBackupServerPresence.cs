namespace Strangler.Services.BackupServer;

/// <summary>Whether the backup server is there, for a host that holds jobs which ran elsewhere against those of the modules.</summary>
public interface IBackupServerPresence
{
    /// <summary>Whether the one that is configured now takes a connection; asked anew.</summary>
    Task<bool> IsThereAsync();
}
