using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Strangler.Services.Machine;

/// <summary>Counts the TCP and UDP sockets of a process from the tables of iphlpapi, whose rows all end with the id of the owner.</summary>
internal static partial class WindowsSockets
{
    private const int IPv4 = 2; // AF_INET
    private const int IPv6 = 23; // AF_INET6
    private const int TcpOwnerAll = 5; // TCP_TABLE_OWNER_PID_ALL
    private const int UdpOwner = 1; // UDP_TABLE_OWNER_PID
    private const uint TooSmall = 122; // ERROR_INSUFFICIENT_BUFFER

    private delegate uint Table(Span<byte> buffer, ref int size, int family);

    [SupportedOSPlatform("windows")]
    public static int CountOf(int process) =>
        CountRows(Read(Tcp, IPv4), 24, process) + CountRows(Read(Tcp, IPv6), 56, process)
        + CountRows(Read(Udp, IPv4), 12, process) + CountRows(Read(Udp, IPv6), 28, process);

    /// <summary>A table is the number of its rows, then the rows.</summary>
    internal static int CountRows(ReadOnlySpan<byte> table, int rowSize, int process)
    {
        var rows = table.IsEmpty ? 0 : MemoryMarshal.Read<int>(table);
        var count = 0;
        for (var end = sizeof(int) + rowSize; rows-- > 0; end += rowSize)
        {
            if (MemoryMarshal.Read<int>(table[(end - sizeof(int))..]) == process)
                count++;
        }

        return count;
    }

    /// <summary>The table may grow between the call for its size and the call for its rows.</summary>
    private static byte[] Read(Table table, int family)
    {
        byte[] buffer = [];
        for (var size = 0; ; buffer = new byte[size])
        {
            var error = table(buffer, ref size, family);
            if (error == 0)
                return buffer;
            if (error != TooSmall)
                throw new Win32Exception((int)error);
        }
    }

    private static uint Tcp(Span<byte> buffer, ref int size, int family) => GetExtendedTcpTable(buffer, ref size, false, family, TcpOwnerAll, 0);

    private static uint Udp(Span<byte> buffer, ref int size, int family) => GetExtendedUdpTable(buffer, ref size, false, family, UdpOwner, 0);

    [LibraryImport("iphlpapi.dll")]
    private static partial uint GetExtendedTcpTable(Span<byte> table, ref int size, [MarshalAs(UnmanagedType.Bool)] bool sorted, int family, int tableClass, uint reserved);

    [LibraryImport("iphlpapi.dll")]
    private static partial uint GetExtendedUdpTable(Span<byte> table, ref int size, [MarshalAs(UnmanagedType.Bool)] bool sorted, int family, int tableClass, uint reserved);
}
