using System.Diagnostics;
using System.Runtime.Versioning;

namespace Strangler.Services.Backups.Client;

/// <summary>
/// A child process and whatever it starts. Created before the child starts and told once it runs. The tree is marked, so that a
/// later process of ours finds what an earlier one could not end.
/// </summary>
internal abstract class ProcessTree : IDisposable
{
    /// <summary>Prepares <paramref name="process"/>, which has not been started.</summary>
    /// <param name="mark">Distinguishes this tree from all others, e.g. the job's folder.</param>
    public static ProcessTree For(Process process, string mark) =>
        OperatingSystem.IsWindows() ? new WindowsProcessTree(process)
        : OperatingSystem.IsLinux() ? new LinuxProcessTree(process, mark)
        : new PlainProcessTree(process);

    /// <summary>Ends what earlier processes left behind under marks that begin with <paramref name="mark"/>; returns how many there were.</summary>
    public static int KillOrphans(string mark) => OperatingSystem.IsLinux() ? LinuxProcessTree.KillMarked(mark, wholeMark: false) : 0;

    /// <summary>To be called once the process runs.</summary>
    public abstract void Started();

    /// <summary>Asks the child to end by itself; false when it cannot be asked.</summary>
    public abstract bool AskToEnd();

    /// <summary>Ends the child and all its descendants at once.</summary>
    public abstract void Kill();

    public abstract void Dispose();

    /// <summary>What .NET offers on every platform: descendants are found through their parents, as long as these live.</summary>
    [UnsupportedOSPlatform("windows")]
    private sealed class PlainProcessTree(Process process) : ProcessTree
    {
        public override void Started()
        {
        }

        public override bool AskToEnd() => PosixSignals.Terminate(process.Id);

        public override void Kill() => process.Kill(entireProcessTree: true);

        public override void Dispose()
        {
        }
    }
}
