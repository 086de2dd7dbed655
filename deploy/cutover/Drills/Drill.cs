using Strangler.Contract;

namespace Strangler.CommandLine.Drills;

/// <summary>A fault that is made on purpose while clients ask, and what the gateway must do then.</summary>
/// <param name="name">What an operator calls it.</param>
/// <param name="route">The route that is at <c>live</c>.</param>
/// <param name="fault">What is done.</param>
/// <param name="bound">How long the gateway may take.</param>
internal abstract class Drill(string name, string route, string fault, TimeSpan bound)
{
    protected static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Ten requests a second.</summary>
    protected static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>How long all is well before the fault, and again after it.</summary>
    protected static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    public string Name => name;

    protected string Route => route;

    protected string Fault => fault;

    /// <summary>Makes it, on a system on which nothing is broken, and repairs what it has broken.</summary>
    /// <param name="system">The system.</param>
    /// <param name="within">How long the gateway may take instead; null for the drill's own bound.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract Task<DrillResult> RunAsync(DrillSystem system, TimeSpan? within, CancellationToken cancellationToken);

    protected TimeSpan Bound(TimeSpan? within) => within ?? bound;

    protected Task GoLiveAsync(DrillSystem system, CancellationToken cancellationToken) => system.MoveAsync(route, Stage.Live, cancellationToken);

    /// <summary>Looks until it is so, or until the time is over.</summary>
    protected static async Task<T?> WaitAsync<T>(Func<Task<T?>> look, TimeSpan longest, CancellationToken cancellationToken)
        where T : class
    {
        for (var start = Time.GetTimestamp(); Time.GetElapsedTime(start) < longest; await Task.Delay(LookInterval, Time, cancellationToken))
        {
            if (await look() is { } seen)
                return seen;
        }

        return null;
    }

    /// <summary>Since the fault; from now on, or as of then.</summary>
    protected static double SecondsSince(DateTimeOffset broken, DateTimeOffset? at = null) => Math.Round(Math.Max(0, ((at ?? Time.GetUtcNow()) - broken).TotalSeconds), 2);
}
