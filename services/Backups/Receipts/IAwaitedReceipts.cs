namespace Strangler.Services.Backups.Receipts;

/// <summary>The files of backups that are still to be verified, for whoever would end with them.</summary>
public interface IAwaitedReceipts
{
    /// <summary>Whether there is one. It may never come: the folder of the backup server need not be on this machine.</summary>
    bool Any { get; }
}
