using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Plans;

/// <summary>Writes the plans to the database, to the disk before it returns: a plan that is not written takes no step.</summary>
internal sealed class PlanStore(PlanBook book, GatewayDatabase database, TimeProvider time) : IDisposable
{
    /// <summary>How long anybody waits for the disk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Why nothing is known of plans; null when they are known.</summary>
    public string? Problem => book.IsLoaded ? null : $"Which plans there are is not known before the database can be used, and none goes on: {database.Notice ?? $"{database.Name} is not open yet."}";

    /// <summary>Writes what is not written yet.</summary>
    /// <returns>Null, or why it could not be.</returns>
    public async Task<string?> SaveAsync()
    {
        if (Problem is { } problem)
            return problem;
        if (book.Unwritten().Count == 0)
            return database.State == DatabaseState.Unavailable ? database.Notice : null;

        try
        {
            // Nobody who asks cancels it: what it tells of has happened.
            await Task.Run(WriteAsync).WaitAsync(Patience, time);
            return null;
        }
        catch (StoreException ex)
        {
            return ex.Message;
        }
        catch (Exception ex) when (ex is TimeoutException or OperationCanceledException)
        {
            return $"{database.Name} does not answer.";
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        await _turn.WaitAsync(patience.Token);
        try
        {
            IReadOnlyList<PlanRun> runs = [];
            await database.WriteAsync(
                connection =>
                {
                    runs = book.Unwritten(); // as they are when the disk's turn has come: an older state never overwrites a newer one
                    foreach (var run in runs)
                        PlanTable.Write(connection, book.File, run);
                },
                durable: true,
                patience.Token);
            book.SetWritten(runs);
        }
        finally
        {
            _turn.Release();
        }
    }
}
