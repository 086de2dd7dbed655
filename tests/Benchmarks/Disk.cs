using System.Runtime.InteropServices;

namespace Strangler.Benchmarks;

/// <summary>The machine's disk, which goes on writing after those who gave it something have their answer.</summary>
internal static partial class Disk
{
    /// <summary>Waits until it has written all. Windows has no such call for everybody; there it does nothing.</summary>
    public static void Settle()
    {
        if (!OperatingSystem.IsWindows())
            Sync();
    }

    [LibraryImport("libc", EntryPoint = "sync")]
    private static partial void Sync();
}
