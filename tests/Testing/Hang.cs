namespace Strangler.Testing;

/// <summary>What a server does that never answers.</summary>
public static class Hang
{
    public static Task UntilAsync(CancellationToken stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
}
