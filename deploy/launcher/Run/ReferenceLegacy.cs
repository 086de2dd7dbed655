using Strangler.Launcher.Children;
using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Run;

/// <summary>The reference legacy side as it runs: started with the system, and Flask again when it is asked for.</summary>
internal sealed class ReferenceLegacy(Stack stack, LegacyPlans plans)
{
    private ChildPlan? _backupServer;
    private ChildPlan? _flask;

    /// <summary>Starts it.</summary>
    /// <param name="backupPort">Of the backup server, 0 for a free one.</param>
    /// <param name="flaskPort">Of Flask, 0 for a free one; null for a system without Flask.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LauncherException">Something did not start.</exception>
    public async Task<Legacy> StartAsync(int backupPort, int? flaskPort, CancellationToken cancellationToken)
    {
        var backup = await stack.StartAsync(plans.BackupServer(backupPort), cancellationToken);
        _backupServer = plans.BackupServer(backup.Port);
        Uri? flask = null;
        if (flaskPort is { } port)
        {
            flask = await stack.StartAsync(plans.Flask(port, backup.Port), cancellationToken);
            _flask = plans.Flask(flask.Port, backup.Port);
        }
        else
        {
            await plans.FillRootAsync(cancellationToken);
        }

        return new Legacy(flask, plans.Root, new StandIns(backup, await plans.ClientAsync(cancellationToken)));
    }

    /// <summary>Starts what has ended, and Flask also where it runs; each where it was before. Gives what was started.</summary>
    /// <exception cref="LauncherException">Something did not start.</exception>
    public async Task<IReadOnlyList<Child>> RestartAsync(CancellationToken cancellationToken)
    {
        var again = new List<Child>();
        foreach (var plan in new[] { _backupServer, _flask }.OfType<ChildPlan>().Where(plan => plan == _flask || Find(plan).Ended.IsCompleted))
        {
            await stack.RestartAsync(plan, cancellationToken);
            again.Add(Find(plan));
        }

        return again;
    }

    private Child Find(ChildPlan plan) => stack.Children.First(child => child.Name == plan.Name);
}
