using System.Runtime.InteropServices;

namespace Strangler.Gateway.Hosting;

/// <summary>
/// What the process holds outside of .NET's heap: SQLite's pages, and what the compiler of methods needs while it works. glibc gives each thread an arena of its own for it
/// and takes little back: of 45 MiB that a gateway had there after half an hour 14 were in use (docs/performance.md).
/// </summary>
internal static partial class NativeHeap
{
    private const int ArenaMax = -8; // M_ARENA_MAX, malloc.h
    private const int Arenas = 2;

    /// <summary>Has the threads share their arenas; <c>MALLOC_ARENA_MAX</c> outranks it. To be called before there are many.</summary>
    /// <returns>Whether the system has such arenas, and takes the limit.</returns>
    public static bool Share() => Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is null && Try(static () => mallopt(ArenaMax, Arenas));

    /// <summary>Gives back what nothing uses.</summary>
    /// <returns>Whether there was any.</returns>
    public static bool GiveBack() => Try(static () => malloc_trim(0));

    /// <summary>musl, which Alpine has, has neither.</summary>
    private static bool Try(Func<int> call)
    {
        try
        {
            return OperatingSystem.IsLinux() && call() == 1;
        }
        catch (Exception ex) when (ex is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);
}
