using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Children;

/// <summary>The running children: started one after the other, each only when the one before is healthy, ended in reverse order.</summary>
internal sealed class Stack(string logFolder, TimeSpan startTimeout) : IAsyncDisposable
{
    private readonly Stack<Child> _children = [];

    public IEnumerable<Child> Children => _children;

    /// <summary>Starts a child and waits until it is healthy; gives its address.</summary>
    /// <exception cref="LauncherException">It ended, or was not healthy in time.</exception>
    public async Task<Uri> StartAsync(ChildPlan plan, CancellationToken cancellationToken)
    {
        var child = Child.Start(plan, logFolder);
        _children.Push(child);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(startTimeout);
        var healthy = plan.WhenHealthyAsync(child.Output.Announcements, bound.Token);
        await Task.WhenAny(healthy, child.Ended);

        if (child.Ended.IsCompleted)
            throw Ended(child, await child.Ended);

        try
        {
            return await healthy;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LauncherException($"{plan.Name} was not healthy after {startTimeout.TotalSeconds:0} s; {child.Output}");
        }
    }

    /// <summary>Runs until cancelled, or until a child ends by itself.</summary>
    /// <exception cref="LauncherException">A child ended.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var stop = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        await Task.WhenAny([stop, .. _children.Select(child => child.Ended)]);
        cancellationToken.ThrowIfCancellationRequested();
        var ended = _children.First(child => child.Ended.IsCompleted);
        throw Ended(ended, await ended.Ended);
    }

    public async ValueTask DisposeAsync()
    {
        while (_children.TryPop(out var child))
            await child.DisposeAsync();
    }

    private static LauncherException Ended(Child child, int exitCode) =>
        new($"{child.Name} ended with exit code {exitCode}; {child.Output}");
}
