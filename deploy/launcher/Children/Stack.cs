using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Children;

/// <summary>The running children: started one after the other, each only when the one before is healthy, ended in reverse order.</summary>
internal sealed class Stack(string logFolder, TimeSpan startTimeout) : IAsyncDisposable
{
    private readonly List<Child> _children = [];

    /// <summary>In the order in which they were started.</summary>
    public IReadOnlyList<Child> Children => _children;

    /// <summary>Starts a child and waits until it is healthy; gives its address.</summary>
    /// <exception cref="LauncherException">It ended, or was not healthy in time.</exception>
    public Task<Uri> StartAsync(ChildPlan plan, CancellationToken cancellationToken)
    {
        var child = Child.Start(plan, logFolder, again: false);
        _children.Add(child);
        return IsHealthyAsync(child, plan, cancellationToken);
    }

    /// <summary>Ends the child of the plan's name, if it still runs, and starts another in its place, whose output follows in the same file.</summary>
    /// <exception cref="LauncherException">It ended, or was not healthy in time.</exception>
    public async Task<Uri> RestartAsync(ChildPlan plan, CancellationToken cancellationToken)
    {
        var place = _children.FindIndex(child => child.Name == plan.Name);
        await _children[place].DisposeAsync();
        _children[place] = Child.Start(plan, logFolder, again: true);
        return await IsHealthyAsync(_children[place], plan, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children.AsEnumerable().Reverse())
            await child.DisposeAsync();
        _children.Clear();
    }

    private async Task<Uri> IsHealthyAsync(Child child, ChildPlan plan, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(startTimeout);
        var healthy = plan.WhenHealthyAsync(child.Output.Announcements, bound.Token);
        await Task.WhenAny(healthy, child.Ended);

        if (child.Ended.IsCompleted)
            throw new LauncherException(await child.DescribeEndAsync());

        try
        {
            return await healthy;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LauncherException($"{plan.Name} was not healthy after {startTimeout.TotalSeconds:0} s; {child.Output}");
        }
    }
}
