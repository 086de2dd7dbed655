namespace Strangler.Services.Backups.Jobs;

/// <summary>A file that should arrive at the backup server, while its job can still succeed.</summary>
internal sealed class ExpectedReceipt : IDisposable
{
    private readonly CancellationTokenSource _withdrawal = new();

    /// <summary>Whether the job has done its part; if not, disposing withdraws the expectation.</summary>
    public bool IsDue { get; set; }

    public CancellationToken Withdrawn => _withdrawal.Token;

    public void Dispose()
    {
        if (!IsDue)
            _withdrawal.Cancel();
        _withdrawal.Dispose();
    }
}
