using System.Diagnostics;
using System.Globalization;

namespace Strangler.Benchmarks.Cost;

/// <summary>A program of the system that looks at processes until it is interrupted, and then says what it has seen.</summary>
internal sealed class AttachedProgram : IDisposable
{
    /// <summary>What these programs need to be attached to each thread.</summary>
    private static readonly TimeSpan Attaching = TimeSpan.FromSeconds(2);

    private readonly Process _process;

    private AttachedProgram(Process process) => _process = process;

    public static async Task<AttachedProgram> StartAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var attached = new AttachedProgram(Process.Start(start)!);
        await Task.Delay(Attaching, TimeProvider.System, CancellationToken.None);
        return attached;
    }

    /// <summary>Interrupts it and waits for its end.</summary>
    public async Task<string> EndAsync()
    {
        var (output, errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        using (var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return await output + await errors;
    }

    public void Dispose() => _process.Dispose();
}
