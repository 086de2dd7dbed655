namespace Strangler.Gateway.Cutover;

/// <summary>
/// Who may change what is in force. A change that reads, compiles or writes takes its turn, so that an edit by hand and the management API never
/// interleave; a way back needs none: what is in force changes in a moment, in which nobody waits, and what was compiled in a turn comes in force
/// with the ways back that were taken meanwhile.
/// </summary>
internal sealed class CutoverTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _told = Task.CompletedTask;

    /// <summary>Held while what is in force changes, and for nothing that may take time.</summary>
    public Lock Moment { get; } = new();

    /// <summary>Whether the audit knows of every change. To be asked in the <see cref="Moment"/>.</summary>
    public bool IsTold => _told.IsCompleted;

    /// <summary>Waits for its turn, which lasts until the answer is disposed.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Taken(_turn);
    }

    /// <summary>
    /// Tells the audit of a change, in the order in which the changes were made. To be called in the <see cref="Moment"/>; it waits for nothing
    /// there.
    /// </summary>
    public Task<T> TellAsync<T>(Func<Task<T>> tell)
    {
        var told = AfterAsync(_told, tell);
        _told = told;
        return told;
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<T> AfterAsync<T>(Task earlier, Func<Task<T>> tell)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await tell();
    }

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
