using Strangler.Gateway.Handover;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Receipts;

namespace Strangler.Gateway.Drain;

/// <summary>What a gateway whose place is taken has begun, and not brought to its end.</summary>
internal sealed class Unfinished(IJobDirectory jobs, IAwaitedReceipts receipts, OpenConnections connections)
{
    /// <summary>Jobs that run, and connections with a request.</summary>
    public bool IsAny => jobs.HasLive || !connections.IsEmpty;

    /// <summary>Files of backups that have ended, whose pages are to hear that they arrived. One may never come.</summary>
    public bool AreReceipts => receipts.Any;

    /// <summary>Ends connections that wait for a request, the others with their answer.</summary>
    public void CloseConnections() => connections.Close();
}
