using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Strangler.Services.Health;

/// <summary>Counters from the Windows kernel.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsCounters : HostCounters
{
    public override CpuTimes ReadCpu()
    {
        if (!GetSystemTimes(out var idle, out var kernel, out var user))
            throw new Win32Exception();
        return new CpuTimes(kernel + user - idle, kernel + user); // Kernel time includes idle time.
    }

    public override double ReadMemoryPercent()
    {
        var status = new MemoryStatus { Length = (uint)Marshal.SizeOf<MemoryStatus>() };
        if (!GlobalMemoryStatusEx(ref status))
            throw new Win32Exception();
        return MemoryPercent(status.TotalPhysical, status.AvailablePhysical);
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetSystemTimes(out long idle, out long kernel, out long user);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GlobalMemoryStatusEx(ref MemoryStatus status);

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
