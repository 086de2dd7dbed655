using System.Threading.Channels;
using Strangler.Launcher.Children;
using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Run;

/// <summary>
/// Keeps a system that is up until it is asked to stop. The gateway's end is the end of all; what is behind it may go, as in production, and be started again. One
/// thing is done at a time, in the order in which it was asked for.
/// </summary>
/// <param name="stack">What runs.</param>
/// <param name="legacy">The reference legacy side; null where legacy is somebody else's.</param>
/// <param name="outlivesGateway">Whether a gateway that ends is waited for: an edit brings the next.</param>
internal sealed class Supervisor(Stack stack, ReferenceLegacy? legacy, bool outlivesGateway)
{
    public const string RestartKey = "r";

    private readonly Channel<Func<CancellationToken, Task>> _work = Channel.CreateUnbounded<Func<CancellationToken, Task>>();
    private readonly HashSet<Child> _attended = [];

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="LauncherException">The gateway ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        AttendAll();
        await foreach (var work in _work.Reader.ReadAllAsync(cancellationToken))
            await work(cancellationToken);
    }

    /// <summary>Does a line that was typed.</summary>
    public void Obey(string line)
    {
        if (line.Equals(RestartKey, StringComparison.OrdinalIgnoreCase))
            _ = RestartLegacyAsync();
        else if (line.Length > 0)
            Console.WriteLine($"'{line}' is no command here.{(legacy is null ? "" : $" {RestartKey} and Enter restarts the reference Flask.")} Ctrl-C stops everything.");
    }

    /// <summary>Restarts the legacy side when its turn comes, and says so in the terminal too; gives what was said.</summary>
    /// <exception cref="LauncherException">It did not start.</exception>
    public Task<string> RestartLegacyAsync()
    {
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Writer.TryWrite(async cancellationToken =>
        {
            try
            {
                var said = await RestartLegacyAsync(cancellationToken);
                Console.WriteLine(said);
                done.SetResult(said);
            }
            catch (LauncherException exception)
            {
                Console.Error.WriteLine($"error: {exception.Message}");
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    /// <summary>Does something that changes what runs, when its turn comes.</summary>
    public Task DoAsync(Func<CancellationToken, Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Writer.TryWrite(async cancellationToken =>
        {
            await work(cancellationToken);
            AttendAll();
            done.SetResult();
        });
        return done.Task;
    }

    private async Task<string> RestartLegacyAsync(CancellationToken cancellationToken)
    {
        if (legacy is null)
            throw new LauncherException("legacy was not started here: restart it where it runs; the gateway finds it again by itself.");

        try
        {
            Console.WriteLine("Restarting the reference legacy side.");
            return string.Join(Environment.NewLine, (await legacy.RestartAsync(cancellationToken)).Select(child => $"{child.Name} is up again: process {child.Id}."));
        }
        finally
        {
            AttendAll();
        }
    }

    private void AttendAll()
    {
        foreach (var child in stack.Children)
            Attend(child);
    }

    private void Attend(Child child)
    {
        if (_attended.Add(child))
            _ = child.Ended.ContinueWith(_ => _work.Writer.TryWrite(_ => SayEndAsync(child)), TaskScheduler.Default);
    }

    private async Task SayEndAsync(Child child)
    {
        if (!stack.Children.Contains(child))
            return; // It was ended for another one.

        var end = await child.DescribeEndAsync();
        if (child.Name == GatewayPlan.Name)
        {
            if (!outlivesGateway)
                throw new LauncherException(end);

            Console.WriteLine($"\n{end}\nThe next edit brings another one.");
            return;
        }

        Console.WriteLine($"""

            {end}
            The gateway goes on: {(child.Name == LegacyPlans.FlaskName ? "what C# answers (live, complete) is answered, everything else is a 502" : "who asks for a backup is told that the backup server does not answer")}.
            {RestartKey} and Enter starts it again; from elsewhere: {Welcome.Script("run")} restart-legacy
            """);
    }
}
