using System.Diagnostics;

namespace Strangler.Gateway.Tests;

/// <summary>What may be in the way of a file, made with the real thing. A test is skipped where the machine does not allow it.</summary>
internal static class Obstacles
{
    /// <summary>Nobody can change the file, or what is in the folder, until the answer is disposed; not root either.</summary>
    public static IDisposable Immutable(string path)
    {
        Run("chattr", "+i", path);
        return new Undone(() => Run("chattr", "-i", path));
    }

    /// <summary>A pipe that nobody writes to takes the file's place.</summary>
    public static void Pipe(string path)
    {
        File.Delete(path);
        Run("mkfifo", path);
    }

    /// <summary>A small disk in the place of the folder, empty, until the answer is disposed.</summary>
    public static IDisposable SmallDisk(string folder)
    {
        Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder);
        return new Undone(() => Run("umount", "-l", folder));
    }

    /// <summary>Fills the disk that the folder is on to its last byte; give back what it returns, and there is room again.</summary>
    public static string FillDisk(string folder)
    {
        var filler = Path.Combine(folder, "filler");
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var size = 1 << 20; size > 0; size = size > 1 ? size / 2 : 1)
                file.Write(new byte[size]);
        }
        catch (IOException)
        {
            // Full.
        }

        try
        {
            while (true)
                file.Write([1]);
        }
        catch (IOException)
        {
            return filler;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made with Linux' own means.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, $"{program} is not allowed here: {error}");
    }

    private sealed class Undone(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
