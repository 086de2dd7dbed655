namespace Strangler.Services.Backups.Jobs;

/// <summary>A file that should arrive at the backup server, as long as its job may still succeed.</summary>
internal sealed class ExpectedReceipt : IDisposable
{
    private readonly CancellationTokenSource _withdrawal = new();

    /// <summary>Whether the job has done its part; else disposing withdraws the expectation.</summary>
    public bool IsDue { get; set; }

    public CancellationToken Withdrawn => _withdrawal.Token;

    public void Dispose()
    {
        if (!IsDue)
            _withdrawal.Cancel();
        _withdrawal.Dispose();
    }
}
