using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Strangler.Services.Machine;

/// <summary>
/// Linux counts in nanoseconds, .NET in units of 100. What .NET cuts off shows in the last digit of every fourth
/// <c>timestamp</c>, so the kernel is asked directly: <c>statx</c>, which has one layout on all processors (statx(2)).
/// </summary>
internal static partial class LinuxFileFacts
{
    private const int CurrentFolder = -100;
    private const uint TypeSizeTimesAndNode = 0x1 | 0x200 | 0x40 | 0x80 | 0x100;
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;

    // errno.h
    private const int NoSuchFile = 2;
    private const int AccessDenied = 13;
    private const int NotAFolder = 20;
    private const int NameTooLong = 36;
    private const int TooManyLinks = 40;

    /// <inheritdoc cref="FileFacts.TryRead(string, out FileFacts, out FileIdentity)"/>
    public static bool TryRead(string path, out FileFacts facts, out FileIdentity identity)
    {
        (facts, identity) = (default, default);
        if (Ask(CurrentFolder, path, 0, TypeSizeTimesAndNode, out var answer) != 0)
            return Marshal.GetLastPInvokeError() is var error && error is NoSuchFile or NotAFolder or TooManyLinks ? false : throw Explain(error, path);
        if ((answer.Mode & TypeMask) != RegularFile)
            return false;
        facts = new FileFacts((long)answer.Size, answer.Seconds, answer.Nanoseconds);
        identity = new FileIdentity(answer.Node, answer.ChangeSeconds, answer.ChangeNanoseconds);
        return true;
    }

    private static Exception Explain(int error, string path) => error switch
    {
        AccessDenied => new UnauthorizedAccessException(path),
        NameTooLong => new PathTooLongException(path),
        _ => new IOException($"{path}: {new Win32Exception(error).Message}"),
    };

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint mask, out Answer answer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Answer
    {
        [FieldOffset(28)] public readonly ushort Mode;
        [FieldOffset(32)] public readonly ulong Node;
        [FieldOffset(40)] public readonly ulong Size;
        [FieldOffset(96)] public readonly long ChangeSeconds;
        [FieldOffset(104)] public readonly uint ChangeNanoseconds;
        [FieldOffset(112)] public readonly long Seconds;
        [FieldOffset(120)] public readonly uint Nanoseconds;
    }
}
