using System.Diagnostics;
using System.Text;

namespace Strangler.Testing.Processes;

/// <summary>A process started by a test: its output is kept for the failure message, and it ends with the test.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _lineCame = new(0);

    private ChildProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data, standardOutput: true);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, standardOutput: false);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Both output streams so far, each line as it came.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string workingFolder, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        return new ChildProcess(start);
    }

    /// <summary>The rest of the first line of standard output that begins with <paramref name="prefix"/>, e.g. <c>LISTENING </c>.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or said nothing of the kind for a minute; carries its output.</exception>
    public async Task<string> AnnouncementAsync(string prefix, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        while (true)
        {
            if (Find(prefix) is { } found)
                return found[prefix.Length..].Trim();

            if (_process.HasExited && _lineCame.CurrentCount == 0)
                throw new InvalidOperationException($"{Describe()} ended with code {_process.ExitCode} before it said '{prefix}'.\n{Output}");

            try
            {
                await _lineCame.WaitAsync(linked.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{Describe()} did not say '{prefix}' within {Patience.TotalSeconds} s.\n{Output}");
            }
        }
    }

    /// <summary>Gives it all of its standard input. One that ends before it has read it all may.</summary>
    public async Task GiveAsync(string input)
    {
        try
        {
            await _process.StandardInput.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException) when (_process.HasExited)
        {
            // Its exit code says more.
        }
    }

    /// <summary>Gives it a line of its standard input, which stays open.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it has ended and its output has been read; gives the exit code.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it without a chance to clean up (SIGKILL, TerminateProcess).</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Closes its standard input, which ends our stand-ins; what is left after five seconds is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
        _lineCame.Dispose();
    }

    private string Describe() => $"{Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    private string? Find(string prefix)
    {
        lock (_output)
            return _lines.Find(line => line.StartsWith(prefix, StringComparison.Ordinal));
    }

    private void Keep(string? line, bool standardOutput)
    {
        lock (_output)
        {
            if (line is not null)
                _output.AppendLine(line);

            if (line is not null && standardOutput)
                _lines.Add(line);
        }

        _lineCame.Release();
    }
}
