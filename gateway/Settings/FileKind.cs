using System.Runtime.InteropServices;

namespace Strangler.Settings;

/// <summary>What stands where a file should be. .NET knows folders; of the rest Linux is asked: <c>statx</c>, which has one layout on all processors (statx(2)).</summary>
internal static partial class FileKind
{
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 0x1;
    private const int TypeMask = 0xF000;

    /// <summary>In words that end a sentence which begins with "it is"; null for a file, and for what is not there or not known.</summary>
    public static string? Of(string path) =>
        Directory.Exists(path) ? "a folder, not a file"
        : new FileInfo(path) is { LinkTarget: { } target } link && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } ? $"a link to {target}, where there is no file"
        : OperatingSystem.IsLinux() ? OfLinux(path)
        : null;

    private static string? OfLinux(string path) => Ask(CurrentFolder, path, 0, TypeOnly, out var answer) != 0 ? null : (answer.Mode & TypeMask) switch
    {
        0x1000 => "a named pipe, not a file",
        0x2000 => "a device, not a file",
        0x6000 => "a disk, not a file",
        0xC000 => "a socket, not a file",
        _ => null,
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint mask, out Answer answer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Answer
    {
        [FieldOffset(28)] public readonly ushort Mode;
    }
}
