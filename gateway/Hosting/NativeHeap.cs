using System.Runtime.InteropServices;

namespace Strangler.Gateway.Hosting;

/// <summary>
/// What the process holds outside of .NET's heap: SQLite's pages, and what the compiler of methods needs while it works. glibc gives each thread an arena of its own for it
/// and takes little back, so that a gateway of dozens of threads grows by megabytes for hours (docs/performance.md).
/// </summary>
internal static partial class NativeHeap
{
    private const int ArenaMax = -8; // M_ARENA_MAX, malloc.h
    private const int Arenas = 2;

    /// <summary>Has the threads share their arenas; <c>MALLOC_ARENA_MAX</c> outranks it. To be called before there are many.</summary>
    /// <returns>Whether the system has such arenas, and takes the limit.</returns>
    public static bool Share()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is not null)
            return false;

        try
        {
            return mallopt(ArenaMax, Arenas) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // musl has none
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
