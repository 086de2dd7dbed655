using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Strangler.CommandLine.Output;

/// <summary>What the operating system knows of the standard output. .NET writes into a pipe that nobody reads any more without a word.</summary>
internal static partial class StandardOutput
{
    private const int UnixHandle = 1, WindowsHandle = -11;
    private const short HangUp = 0x10, Error = 0x8;
    private const int NoData = 232, BrokenPipe = 109; // of Windows

    /// <summary>Whether it is a pipe whose reader has ended, as behind <c>| head</c>.</summary>
    public static bool IsClosed => OperatingSystem.IsWindows() ? IsClosedOnWindows() : IsClosedOnUnix();

    [UnsupportedOSPlatform("windows")]
    private static bool IsClosedOnUnix()
    {
        var output = new PollFile { Handle = UnixHandle };
        return Poll(ref output, 1, 0) == 1 && (output.Found & (Error | HangUp)) != 0;
    }

    /// <summary>Nothing is written; a pipe without a reader says so all the same.</summary>
    [SupportedOSPlatform("windows")]
    private static bool IsClosedOnWindows() =>
        !WriteFile(GetStdHandle(WindowsHandle), 0, 0, out _, 0) && Marshal.GetLastPInvokeError() is NoData or BrokenPipe;

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollFile files, nuint count, int milliseconds);

    [LibraryImport("kernel32.dll")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WriteFile(nint file, nint bytes, int count, out int written, nint overlapped);

    /// <summary>A <c>pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public int Handle;
        public short Sought;
        public short Found;
    }
}
