using System.Diagnostics;
using System.Text;

namespace Strangler.Launcher.Children;

/// <summary>
/// A running child. Its standard input is a pipe that only this process holds: closing it asks the child to end, on every
/// platform alike, and the operating system closes it when the launcher itself is killed.
/// </summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ChildPlan _plan;
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private Child(ChildPlan plan, string logFolder, bool again)
    {
        _plan = plan;
        Output = new ChildOutput(Path.Combine(logFolder, plan.Name.Replace(' ', '-') + ".log"), append: again);
        _process = new Process { StartInfo = Describe(plan), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, data) => Output.Add(data.Data);
        _process.ErrorDataReceived += (_, data) => Output.Add(data.Data);
        _process.Exited += (_, _) => _ended.TrySetResult(_process.ExitCode);
    }

    public string Name => _plan.Name;

    public int Id => _process.Id;

    public ChildOutput Output { get; }

    /// <summary>Completes with the exit code. Does not wait for the end of the output: a grandchild may hold it open.</summary>
    public Task<int> Ended => _ended.Task;

    /// <param name="plan">What to start.</param>
    /// <param name="logFolder">Where its output goes.</param>
    /// <param name="again">Whether it follows one of the same name, whose output is kept.</param>
    public static Child Start(ChildPlan plan, string logFolder, bool again)
    {
        var child = new Child(plan, logFolder, again);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>For one that has ended, or once it has: with which exit code, and its last words.</summary>
    public async Task<string> DescribeEndAsync() => $"{Name} ended with exit code {await Ended}; {Output}";

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        _disposed = true;
        _process.StandardInput.Close();
        if (!await EndsWithinAsync(_plan.GracePeriod))
        {
            Console.Error.WriteLine($"{Name} did not end within {_plan.GracePeriod.TotalSeconds:0} s: killing it.");
            _process.Kill(entireProcessTree: true);
            await Ended;
        }

        _process.Dispose();
        Output.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan bound)
    {
        try
        {
            await Ended.WaitAsync(bound, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static ProcessStartInfo Describe(ChildPlan plan)
    {
        // Its own group: a Ctrl-C at the terminal then reaches the launcher alone, which ends the children in order.
        var session = OperatingSystem.IsLinux() && File.Exists("/usr/bin/setsid") ? "/usr/bin/setsid" : null;
        var start = new ProcessStartInfo(session ?? plan.Program)
        {
            WorkingDirectory = plan.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (OperatingSystem.IsWindows())
            start.CreateNewProcessGroup = true;
        foreach (var argument in session is null ? plan.Arguments : [plan.Program, .. plan.Arguments])
            start.ArgumentList.Add(argument);
        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["PYTHONUNBUFFERED"] = "1";
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;
        return start;
    }
}
