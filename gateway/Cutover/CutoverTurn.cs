namespace Strangler.Gateway.Cutover;

/// <summary>One change at a time, so that an edit by hand and the management API never interleave.</summary>
internal sealed class CutoverTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for its turn, which lasts until the answer is disposed.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Taken(_turn);
    }

    /// <summary>The turn, or null while somebody has it.</summary>
    public IDisposable? TryTake() => _turn.Wait(0) ? new Taken(_turn) : null;

    public void Dispose() => _turn.Dispose();

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
