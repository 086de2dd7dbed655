namespace Strangler.ShadowDiff.Store;

/// <summary>
/// Waits for a disk no longer than an answer may take. One that hangs keeps what was begun until it comes back, so nothing else is begun
/// meanwhile: else each question of a board would keep another thread.
/// </summary>
/// <param name="name">What is on it.</param>
/// <param name="place">Where to look when it does not answer.</param>
internal sealed class DiskPatience(string name, string place)
{
    private volatile Task? _late;

    /// <summary>What whoever looks after the gateway should know; null while the disk answers.</summary>
    public string? Problem => _late is { IsCompleted: false } ? $"{name} does not answer; look at {place}." : null;

    /// <exception cref="StoreException">It took too long, or something before it still does. What <paramref name="work"/> throws comes through.</exception>
    public async Task<T> WaitAsync<T>(Func<Task<T>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Problem is { } problem)
            throw new StoreException(problem);

        var task = work();
        try
        {
            return await task.WaitAsync(patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            _late = task;
            throw new StoreException(Problem ?? $"{name} took too long to answer.");
        }
    }
}
