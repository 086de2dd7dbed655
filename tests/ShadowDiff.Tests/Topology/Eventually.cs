namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>Waits for a condition, however long the machine takes, up to a limit that only a hang reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task<T> GetAsync<T>(Func<T?> look)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Limit);
        while (true)
        {
            if (look() is { } found)
                return found;

            await Task.Delay(Pause, TimeProvider.System, timeout.Token);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition) => GetAsync(() => condition() ? "" : null);
}
