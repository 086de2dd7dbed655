using System.ComponentModel;
using System.Diagnostics;

namespace Strangler.Services.Backups.Client;

/// <summary>
/// One run of the client in a folder of its own (contract 6). Its output is read as fast as it comes, so the client never blocks on us.
/// It ends by itself, when it is stopped, or at its time limit: it is asked to end first, and then killed with all its descendants.
/// </summary>
internal sealed class ClientRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessTree _tree;
    private readonly ErrorLines _errors = new();
    private readonly Task _output;
    private readonly TimeProvider _time;

    private ClientRun(Process process, ProcessTree tree, Action<ClientProgress> progress, TimeProvider time)
    {
        (_process, _tree, _time) = (process, tree, time);
        _output = Task.WhenAll(
            new OutputLines(new ProgressReader(progress).Read, takesPartial: true).ReadAsync(process.StandardOutput.BaseStream, CancellationToken.None),
            new OutputLines(_errors.Add, takesPartial: false).ReadAsync(process.StandardError.BaseStream, CancellationToken.None));
    }

    /// <exception cref="Win32Exception">The program is missing or may not be run.</exception>
    public static ClientRun Start(ClientCommand command, string folder, string mark, Action<ClientProgress> progress, TimeProvider time)
    {
        var process = new Process { StartInfo = Describe(command, folder) };
        var tree = ProcessTree.For(process, mark);
        try
        {
            process.Start();
            tree.Started();
            process.StandardInput.Close();
            return new ClientRun(process, tree, progress, time);
        }
        catch
        {
            tree.Dispose();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the end. When it is stopped (<paramref name="stopping"/>) or reaches the <paramref name="limit"/>, the client has <paramref name="patience"/> to end by itself.</summary>
    public async Task<ClientExit> WaitAsync(TimeSpan limit, TimeSpan patience, CancellationToken stopping)
    {
        var timedOut = false;
        var ended = _process.WaitForExitAsync(CancellationToken.None);
        await ended.WaitAsync(limit, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted)
        {
            timedOut = !stopping.IsCancellationRequested;
            await StopAsync(ended, patience);
        }

        await ended;
        // A descendant that it left behind would keep its output open.
        _tree.Kill();
        await _output;
        return new ClientExit(ExitCode(), _errors.Text(_process.StartInfo.WorkingDirectory), timedOut);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync(_process.WaitForExitAsync(CancellationToken.None), TimeSpan.Zero);
        _tree.Dispose();
        _process.StandardOutput.Dispose(); // A process leaves to the garbage collector what somebody has asked it for.
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private async Task StopAsync(Task ended, TimeSpan patience)
    {
        if (patience > TimeSpan.Zero && _tree.AskToEnd())
            await ended.WaitAsync(patience, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted)
            _tree.Kill();
    }

    // .NET reports a signal as shells do, as 128 plus its number; legacy reports the negative number.
    private int ExitCode() => !OperatingSystem.IsWindows() && _process.ExitCode is > 128 and <= 128 + 64 and var code ? 128 - code : _process.ExitCode;

    private static ProcessStartInfo Describe(ClientCommand command, string folder)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.Environment["PYTHONUTF8"] = "1";
        return start;
    }
}

/// <summary>How the backup client is started (contract 6).</summary>
/// <param name="Program">Absolute path of the executable.</param>
/// <param name="Arguments">E.g. <c>--batch</c>.</param>
internal sealed record ClientCommand(string Program, IReadOnlyList<string> Arguments);

/// <summary>How a run of the client ended.</summary>
/// <param name="Code">Its exit code; negative for the signal that ended it, as legacy reports it (contract 6).</param>
/// <param name="Error">What it wrote on standard error, see <see cref="ErrorLines.Text"/>; null if there was nothing.</param>
/// <param name="TimedOut">Whether it was ended because it reached its time limit.</param>
internal sealed record ClientExit(int Code, string? Error, bool TimedOut);
