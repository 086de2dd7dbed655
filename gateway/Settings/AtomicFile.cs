using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Strangler.Settings;

/// <summary>
/// Puts a file in the place of another in one step: a reader finds the old one or the new one, never a part. Everything of ours that is replaced
/// is replaced here.
/// </summary>
/// <remarks>
/// Windows replaces no file that another program has open, not even for a reader that shares deletion (dotnet/runtime#79213), and programs that
/// look at what was just written, such as indexers and virus scanners, have it open for a moment. So it is tried again for half a second.
/// </remarks>
public static class AtomicFile
{
    private const int AccessDenied = unchecked((int)0x80070005);
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int UserMappedFile = unchecked((int)0x800704C8);

    private static readonly TimeSpan[] Pauses = [.. new[] { 10, 20, 40, 80, 150, 200 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    /// <summary>Writes a file beside <paramref name="path"/> and puts it there once it is on the disk, so that a power cut leaves a whole one too.</summary>
    /// <param name="path">A link is followed, and stays.</param>
    /// <param name="bytes">All that is to be in it.</param>
    /// <param name="mode">Who may do what with it, where the system knows that; null for the usual.</param>
    /// <param name="replace">Puts the finished file in the other one's place; null for <see cref="Replace"/>.</param>
    /// <exception cref="IOException">It cannot be written; what was there is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null, Action<string, string>? replace = null)
    {
        var target = TargetOf(path);
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        RemoveAbandoned(path);
        try
        {
            using (var stream = new FileStream(temporary, Options(mode)))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            (replace ?? Replace)(temporary, target);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Whoever reads this knows the file, and not the one beside it that was to take its place.
            var why = IsHeld(ex, OperatingSystem.IsWindows())
                ? "another program has it open, or it may not be written; close it there"
                : ex.Message.Replace(temporary, target, StringComparison.Ordinal);
            throw new IOException($"{path} cannot be written: {why}", ex);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>
    /// Removes what programs that were killed while they wrote a file have left beside it: each named as <see cref="Write"/> names them, of a program that does not run, and open in none, as
    /// one of another container or machine would be. What cannot be removed stays.
    /// </summary>
    public static void RemoveAbandoned(string path)
    {
        try
        {
            var target = TargetOf(path);
            var name = Path.GetFileName(target);
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, $"{name}.*.tmp"))
            {
                if (int.TryParse(Path.GetFileName(file).AsSpan()[(name.Length + 1)..^".tmp".Length], NumberStyles.None, CultureInfo.InvariantCulture, out var program) && !IsRunning(program) && FileKind.Of(file) is null)
                    RemoveUnlessOpen(file);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // They are in nobody's way.
        }
    }

    /// <summary>Moves a file, on one disk, to where another one may be.</summary>
    /// <exception cref="IOException">It cannot be done; both are as they were.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Replace(string from, string to) => Try(() => File.Move(from, to, overwrite: true), Wait);

    /// <summary>Gives a file another name that no file has.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static void Move(string from, string to) => Try(() => File.Move(from, to), Wait);

    /// <summary>What the system does, and how long is waited after it could not, are the tests' own there.</summary>
    internal static void Try(Action move, Action<TimeSpan> wait)
    {
        foreach (var pause in Pauses)
        {
            try
            {
                move();
                return;
            }
            catch (Exception ex) when (IsHeld(ex, OperatingSystem.IsWindows()))
            {
                wait(pause);
            }
        }

        move();
    }

    /// <summary>Whether it is another program that has the file open, which may pass. Windows denies access then as it does where a right is missing.</summary>
    internal static bool IsHeld(Exception exception, bool isWindows) => exception switch
    {
        UnauthorizedAccessException { HResult: AccessDenied } => isWindows,
        IOException { HResult: SharingViolation or LockViolation or UserMappedFile } => true,
        _ => false,
    };

    private static void Wait(TimeSpan pause) => Task.Delay(pause, TimeProvider.System).GetAwaiter().GetResult();

    private static FileStreamOptions Options(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return options;
    }

    // Windows knows no target of what is not there, and throws.
    private static string TargetOf(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path.GetFullPath(path);

    private static void RemoveUnlessOpen(string file)
    {
        using (new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None)) // refused where another program writes it
        {
        }

        File.Delete(file);
    }

    private static bool IsRunning(int program)
    {
        try
        {
            using var process = Process.GetProcessById(program);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true; // Another user's of Windows, of which it says no more.
        }
    }

    /// <summary>What cannot be removed either must not hide why it could not be written.</summary>
    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // It stays, and the next attempt overwrites it, or that of another program removes it.
        }
    }
}
