using System.Diagnostics;
using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Readme;

/// <summary>
/// What a newcomer has after cloning: the files of the repository as they now stand, committed, and nothing that was built. Commands run in it
/// as in a shell, on a machine of their own where the system can give them one (a network namespace), so that the usual ports are free.
/// </summary>
internal sealed class FreshCheckout : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process? _machine;

    private FreshCheckout(Process? machine) => _machine = machine;

    /// <summary>Whether the commands have the ports of a machine of their own, or those of this one.</summary>
    public bool HasOwnPorts => _machine is not null;

    public string Path => _folder.Path;

    public static async Task<FreshCheckout> CreateAsync(CancellationToken cancellationToken)
    {
        var checkout = new FreshCheckout(await StartMachineAsync(cancellationToken));
        var files = await checkout.RunHereAsync("git", ["-C", RepositoryRoot.Path, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cancellationToken);
        foreach (var file in files.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(RepositoryRoot.Combine(file))))
        {
            var copy = checkout._folder.Combine(file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(RepositoryRoot.Combine(file), copy);
        }

        await checkout.RunHereAsync("git", ["init", "--quiet"], cancellationToken);
        await checkout.RunHereAsync("git", ["add", "--all", "--force"], cancellationToken);
        await checkout.RunHereAsync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message", "as cloned"], cancellationToken);
        return checkout;
    }

    /// <summary>Runs a program in the folder, on this machine; its failure is the test's.</summary>
    public async Task<ProgramOutput> RunHereAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var run = await OutputAsync(StartOf(program, arguments), cancellationToken);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run}");
        return run;
    }

    /// <summary>Runs a line as a shell in the folder would.</summary>
    public Task<ProgramOutput> RunAsync(string line, CancellationToken cancellationToken) => OutputAsync(StartOf(line), cancellationToken);

    /// <summary>How a line is run as a shell in the folder would: in a session of its own, so that Ctrl-C can be sent to it alone.</summary>
    public ProcessStartInfo StartOf(string line)
    {
        // A test that runs in the background may have Ctrl-C ignored, which its children inherit.
        string[] shell = ["env", "--default-signal=INT", "bash", "-c", line];
        return StartOf("setsid", _machine is null ? shell : ["nsenter", "--target", $"{_machine.Id}", "--user", "--net", "--preserve-credentials", .. shell]);
    }

    public void Dispose()
    {
        if (_machine is { HasExited: false })
            _machine.Kill(entireProcessTree: true);
        _machine?.Dispose();
        _folder.Dispose();
    }

    private ProcessStartInfo StartOf(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("STRANGLER_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["RunAnalyzers"] = "false"; // They have seen these very sources when the tests were built.
        start.Environment["LEGACY_PYTHON"] = Testing.Processes.Python.Program;
        start.Environment["Gateway__StateFolder"] = start.Environment["STRANGLER_STATE"] = _folder.Combine("data", "state");
        return start;
    }

    private static async Task<ProgramOutput> OutputAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ProgramOutput(process.ExitCode, await output, await error);
    }

    /// <summary>Null where the system does not let this user have a network of his own.</summary>
    private static async Task<Process?> StartMachineAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep infinity"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var machine = Process.Start(start)!;
            if (await machine.StandardOutput.ReadLineAsync(cancellationToken) == "up")
                return machine;

            machine.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
        }

        return null;
    }
}
