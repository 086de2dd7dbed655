using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace Strangler.Services.Backups.Client;

/// <summary>
/// Marks the tree by a variable of its environment, which descendants inherit also when their parents are gone, and which
/// <c>/proc/&lt;id&gt;/environ</c> shows.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxProcessTree : ProcessTree
{
    private const string Variable = "CYBERBACKUP_JOB";
    private readonly Process _process;
    private readonly string _mark;

    public LinuxProcessTree(Process process, string mark)
    {
        (_process, _mark) = (process, mark);
        process.StartInfo.Environment[Variable] = mark;
    }

    public override void Started()
    {
    }

    public override bool AskToEnd() => PosixSignals.Terminate(_process.Id);

    public override void Kill() => KillMarked(_mark, wholeMark: true);

    public override void Dispose()
    {
    }

    /// <summary>Repeats until none is left: one that is killed may have started another a moment before.</summary>
    public static int KillMarked(string mark, bool wholeMark)
    {
        var sought = Encoding.UTF8.GetBytes(wholeMark ? $"{Variable}={mark}\0" : $"{Variable}={mark}");
        var killed = new HashSet<int>();
        for (var round = 0; round < 10; round++)
        {
            var found = Processes().Where(id => IsMarked(id, sought) && killed.Add(id)).ToList();
            if (found.Count == 0)
                break;
            found.ForEach(End);
        }

        return killed.Count;
    }

    private static IEnumerable<int> Processes() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
        where id > 0 && id != Environment.ProcessId
        select id;

    // Another user's process cannot be read, and one that ends meanwhile has no environment: neither is ours to end.
    private static bool IsMarked(int id, ReadOnlySpan<byte> sought)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(sought) >= 0;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself.
        }
    }
}
