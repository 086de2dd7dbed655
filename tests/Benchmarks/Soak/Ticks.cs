namespace Strangler.Benchmarks.Soak;

/// <summary>Waits that end with the soak.</summary>
internal static class Ticks
{
    /// <summary>False once it is over.</summary>
    public static async Task<bool> NextAsync(this PeriodicTimer timer, CancellationToken over)
    {
        try
        {
            return await timer.WaitForNextTickAsync(over);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>False once it is over.</summary>
    public static async Task<bool> WaitAsync(TimeSpan time, CancellationToken over)
    {
        await Task.Delay(time, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !over.IsCancellationRequested;
    }
}
