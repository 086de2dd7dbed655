using Strangler.Settings;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Settings;

/// <summary>A file takes another's place, also where a program of Windows has that open for a moment.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly TemporaryFolder _folder = new();
    private readonly List<TimeSpan> _pauses = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Try_FileThatIsOpenTwice_IsReplacedThen()
    {
        var attempts = 0;
        AtomicFile.Try(() => _ = ++attempts > 2 ? true : throw new IOException("open", SharingViolation), _pauses.Add);

        Assert.Equal((3, 2), (attempts, _pauses.Count));
        Assert.True(_pauses[1] > _pauses[0]);
    }

    [Fact]
    public void Try_FileThatStaysOpen_IsGivenUpSoon()
    {
        Assert.Throws<IOException>(() => AtomicFile.Try(() => throw new IOException("open", SharingViolation), _pauses.Add));
        Assert.InRange(_pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1));
    }

    /// <summary>Ours alone, of programs that were killed: of one that runs, here or elsewhere, it may be about to take its place.</summary>
    [Fact]
    public void Write_RemovesWhatKilledProgramsLeft_AndNothingElse()
    {
        var path = _folder.Combine("features.json");
        string[] kept = ["features.json.4194303.tmp.old", "features.json.tmp", "features.json.x1.tmp", "features.json.-7.tmp", "other.json.4194303.tmp", $"features.json.{Parent()}.tmp", "features.json.4194302.tmp"];
        foreach (var name in (string[])[.. kept, "features.json.4194303.tmp", "features.json.4194301.tmp"])
            File.WriteAllText(_folder.Combine(name), "left");
        using (new FileStream(_folder.Combine("features.json.4194302.tmp"), FileMode.Open, FileAccess.Write, FileShare.None)) // of a machine or container whose programs have other numbers
            AtomicFile.Write(path, "new"u8);

        Assert.Equal(kept.Append("features.json").Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);

        // Some program that runs.
        static int Parent() => System.Diagnostics.Process.GetProcesses().First(process => process.Id != Environment.ProcessId).Id;
    }

    [Fact]
    public void Try_AnythingElse_IsSaidAtOnce()
    {
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Try(() => throw new DirectoryNotFoundException(), _pauses.Add));
        Assert.Empty(_pauses);
    }

    /// <summary>Windows says the same of a file that is open and of a right that is missing; elsewhere it is the right, and no time changes that.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IsHeld_AccessDenied_MayBeOnWindows(bool isWindows) =>
        Assert.Equal(isWindows, AtomicFile.IsHeld(new UnauthorizedAccessException(), isWindows));

    [Fact]
    public void Write_FileThatIsThere_HasTheNewTextAndNothingBesideIt()
    {
        File.WriteAllText(_folder.Combine("a"), "old");
        AtomicFile.Write(_folder.Combine("a"), "new"u8);

        Assert.Equal("new", File.ReadAllText(_folder.Combine("a")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_FileThatIsNotThere_IsMade()
    {
        AtomicFile.Write(_folder.Combine("a"), "new"u8);
        Assert.Equal("new", File.ReadAllText(_folder.Combine("a")));
    }

    [Fact]
    public void Write_ThatFails_NamesTheFileAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder.Combine("a"));
        var thrown = Assert.Throws<IOException>(() => AtomicFile.Write(_folder.Combine("a"), "new"u8));

        Assert.StartsWith($"{_folder.Combine("a")} cannot be written: ", thrown.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>As any reader of Windows does it; elsewhere nothing is in the way.</summary>
    [Fact]
    public async Task Replace_FileThatIsOpenForAMoment_IsReplaced()
    {
        var (from, to) = (_folder.Combine("from"), _folder.Combine("to"));
        File.WriteAllText(from, "new");
        File.WriteAllText(to, "old");
        var reader = new FileStream(to, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var replacing = Task.Run(() => AtomicFile.Replace(from, to), TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        await reader.DisposeAsync();
        await replacing;

        Assert.Equal("new", File.ReadAllText(to));
    }
}
