using System.Diagnostics;
using System.Globalization;
using Strangler.Launcher.Children;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Run;

/// <summary>
/// <c>--watch</c>: builds the gateway with its modules whenever a source of theirs has changed, and restarts it alone. It runs from a copy: a build writes into the files that a
/// program has open, and Windows does not let it.
/// </summary>
internal sealed class SourceWatch(string data, Stack stack, GatewayPlan gateway, CompileServer compiler)
{
    private const string Project = "gateway/Gateway.csproj";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private static readonly string[] Folders = ["gateway", "services", "shadow-diff", "deploy/schemas"];

    private readonly string _copies = Path.Combine(data, "watch");
    private int _number;

    /// <summary>Has the plan start a copy of what is built.</summary>
    public void Prepare()
    {
        if (_number == 0 && Directory.Exists(_copies))
            Directory.Delete(_copies, recursive: true); // an earlier run's
        var built = Path.GetDirectoryName(Repository.Assembly("Gateway", "Gateway"))!;
        var copy = CopyOf(++_number);
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        gateway.Program = Path.Combine(copy, "Gateway.dll");
    }

    /// <summary>Looks until it is cancelled.</summary>
    /// <param name="supervisor">Has the restarts done, among all else that is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task LookAsync(Supervisor supervisor, CancellationToken cancellationToken)
    {
        for (var known = await ReadAsync(cancellationToken); ; await Task.Delay(Interval, TimeProvider.System, cancellationToken))
        {
            var now = await ReadAsync(cancellationToken);
            if (now.ChangedSince(known).Count == 0)
                continue;

            // An editor saves several files, and a checkout many.
            for (var before = known; now.ChangedSince(before).Count > 0; now = await ReadAsync(cancellationToken))
            {
                before = now;
                await Task.Delay(Interval, TimeProvider.System, cancellationToken);
            }

            var changed = now.ChangedSince(known);
            known = now;
            if (changed.Count > 0)
                await supervisor.DoAsync(token => UpdateAsync(changed, token)).WaitAsync(cancellationToken);
        }
    }

    /// <summary>A checkout takes folders away while they are read.</summary>
    private static async Task<Sources> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Sources.Read(Folders.Select(folder => Repository.At(folder)));
            }
            catch (IOException)
            {
                await Task.Delay(Interval, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task UpdateAsync(IReadOnlyList<string> changed, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        Console.WriteLine($"\nChanged: {Path.GetRelativePath(Repository.Root, changed[0])}{(changed.Count > 1 ? $" and {changed.Count - 1} more" : "")}. Building.");
        try
        {
            await DotNet.BuildAsync(Project, cancellationToken, compiler.Arguments, restore: changed.Any(file => Path.GetExtension(file) is ".csproj" or ".props" or ".json"));
        }
        catch (LauncherException exception)
        {
            Console.WriteLine($"{exception.Message} The gateway goes on as it was; the next edit is built.");
            return;
        }

        try
        {
            var before = CopyOf(_number);
            Prepare();
            await stack.RestartAsync(gateway.Create(), cancellationToken);
            Directory.Delete(before, recursive: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The gateway runs with it, after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s: process {stack.Children.First(child => child.Name == GatewayPlan.Name).Id}."));
        }
        catch (Exception exception) when (exception is LauncherException or IOException or UnauthorizedAccessException)
        {
            Console.WriteLine($"{exception.Message}\nThe next edit is tried.");
        }
    }

    private string CopyOf(int number) => Path.Combine(_copies, number.ToString(CultureInfo.InvariantCulture));
}
