using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Strangler.Services.Machine;

/// <summary>Counters from the Windows kernel.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsCounters : MachineCounters
{
    private const nint ThisProcess = -1;

    public override CpuTimes ReadCpu()
    {
        Check(GetSystemTimes(out var idle, out var kernel, out var user));
        return new CpuTimes(kernel + user - idle, kernel + user); // Kernel time includes idle time.
    }

    public override MemoryUse ReadMemory()
    {
        var status = new MemoryStatus { Length = (uint)Marshal.SizeOf<MemoryStatus>() };
        Check(GlobalMemoryStatusEx(ref status));
        return new MemoryUse(status.TotalPhysical, status.AvailablePhysical, status.TotalPhysical - status.AvailablePhysical);
    }

    public override DiskUse ReadDisk()
    {
        var drive = new DriveInfo(Path.GetPathRoot(Environment.SystemDirectory)!);
        return new DiskUse(drive.TotalSize - drive.TotalFreeSpace, drive.TotalFreeSpace);
    }

    public override int CountConnections() => WindowsSockets.CountOf(Environment.ProcessId);

    /// <summary>All handles: to tell files from pipes each handle would have to be queried, and the query hangs on a pipe that is being read.</summary>
    public override int CountOpenFiles()
    {
        Check(GetProcessHandleCount(ThisProcess, out var count));
        return (int)count;
    }

    private static void Check(bool succeeded)
    {
        if (!succeeded)
            throw new Win32Exception();
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetSystemTimes(out long idle, out long kernel, out long user);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GlobalMemoryStatusEx(ref MemoryStatus status);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetProcessHandleCount(nint process, out uint count);

    /// <summary>MEMORYSTATUSEX.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryStatus
    {
        public uint Length;
        public uint MemoryLoad;
        public ulong TotalPhysical;
        public ulong AvailablePhysical;
        public ulong TotalPageFile;
        public ulong AvailablePageFile;
        public ulong TotalVirtual;
        public ulong AvailableVirtual;
        public ulong AvailableExtendedVirtual;
    }
}
