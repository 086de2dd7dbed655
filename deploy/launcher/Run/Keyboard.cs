using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Strangler.Launcher.Run;

/// <summary>What is typed into the terminal, line by line, or comes through a pipe in its place.</summary>
internal static partial class Keyboard
{
    /// <summary>The same on Linux and macOS: a program in the background reads from its terminal.</summary>
    private const int SigTtin = 21;

    private const nint Ignore = 1;

    private static readonly TimeSpan UntilForeground = TimeSpan.FromSeconds(1);

    /// <summary>Reads until the end of the input. A start in the background (<c>./run.sh &amp;</c>) is not stopped for it, as programs that read are.</summary>
    public static async Task ReadAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(OperatingSystem.IsWindows() ? Console.OpenStandardInput() : OpenTerminal());
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // A read from a terminal cannot be cancelled: its thread goes with the process.
                if (await Task.Run(input.ReadLine, cancellationToken).WaitAsync(cancellationToken) is not { } line)
                    return;

                onLine(line.Trim());
            }
            catch (IOException)
            {
                await Task.Delay(UntilForeground, TimeProvider.System, cancellationToken); // In the background there is nothing to read.
            }
        }
    }

    /// <summary>As it is: .NET's own reader changes how the terminal is set, for which a program in the background is stopped, too.</summary>
    private static FileStream OpenTerminal()
    {
        _ = Signal(SigTtin, Ignore);
        return new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);
}
