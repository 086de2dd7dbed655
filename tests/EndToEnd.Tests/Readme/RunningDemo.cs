using System.Diagnostics;
using System.Text;

namespace Strangler.EndToEnd.Tests.Readme;

/// <summary>A line of the README that goes on until Ctrl-C.</summary>
internal sealed class RunningDemo : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningDemo(ProcessStartInfo start, string sign)
    {
        _process = Process.Start(start)!;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _ended.TrySetResult();
        _process.OutputDataReceived += (_, line) => Keep(line.Data, sign);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, sign);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it and waits until it says that it is up.</summary>
    public static async Task<RunningDemo> StartAsync(ProcessStartInfo start, string sign, CancellationToken cancellationToken)
    {
        var demo = new RunningDemo(start, sign);
        await Task.WhenAny(demo._up.Task, demo._ended.Task).WaitAsync(cancellationToken);
        Assert.True(demo._up.Task.IsCompleted, demo.ToString());
        return demo;
    }

    /// <summary>As a terminal does on Ctrl-C.</summary>
    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-INT", "--", $"-{_process.Id}"]))
            await kill.WaitForExitAsync(cancellationToken);

        await _process.WaitForExitAsync(cancellationToken);
        Assert.True(_process.ExitCode == 0, ToString());
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    public override string ToString()
    {
        lock (_output)
            return _output.ToString();
    }

    private void Keep(string? line, string sign)
    {
        lock (_output)
            _output.AppendLine(line);
        if (line?.StartsWith(sign, StringComparison.Ordinal) == true)
            _up.TrySetResult();
    }
}
