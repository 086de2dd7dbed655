using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Strangler.Services.Backups.Client;

/// <summary>The one signal that .NET cannot send.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class PosixSignals
{
    private const int SigTerm = 15;

    /// <summary>False if there is no such process any more.</summary>
    public static bool Terminate(int processId) => Kill(processId, SigTerm) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
