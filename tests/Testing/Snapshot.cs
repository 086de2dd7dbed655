using System.Runtime.CompilerServices;
using Snapshooter;
using Snapshooter.Core;
using Snapshooter.Core.Serialization;
using Snapshooter.Exceptions;

namespace Strangler.Testing;

/// <summary>
/// Compares with a file in <c>__snapshots__</c> beside the test. Without that file it is written, unless
/// <c>SNAPSHOOTER_STRICT_MODE=true</c> (as in CI); a mismatch leaves the new text in <c>__snapshots__/__mismatch__</c>.
/// </summary>
public static class Snapshot
{
    private static readonly Snapshooter.Snapshooter Comparer = New();

    /// <exception cref="SnapshotCompareException">The value is not the one in the file.</exception>
    public static void Match(object value, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var name = new SnapshotFullName($"{Path.GetFileNameWithoutExtension(file)}.{test}.snap", Path.GetDirectoryName(file)!);
        Comparer.AssertSnapshot(value, name);
    }

    private static Snapshooter.Snapshooter New()
    {
        var serializer = new SnapshotSerializer(new GlobalSnapshotSettingsResolver());
        var files = new SnapshotFileHandler();
        return new(
            new SnapshotAssert(serializer, files, new SnapshotEnvironmentCleaner(files), new JsonSnapshotComparer(new Equality(), serializer), new JsonSnapshotFormatter(serializer)),
            new SnapshotFullNameResolver(new NoReader()));
    }

    private sealed class Equality : IAssert
    {
        public void Assert(string expectedSnapshot, string actualSnapshot)
        {
            if (expectedSnapshot != actualSnapshot)
                throw new SnapshotCompareException($"The snapshot was\n{expectedSnapshot}\nand is now\n{actualSnapshot}");
        }
    }

    /// <summary>Names come from the caller, never from the stack.</summary>
    private sealed class NoReader : ISnapshotFullNameReader
    {
        public SnapshotFullName ReadSnapshotFullName() => throw new NotSupportedException();
    }
}
