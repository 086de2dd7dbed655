using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.WatchedFiles;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.WatchedFiles;

public sealed class FileWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FileThatDoesNotAnswer_KeepsNoOtherFromBeingRead_AndIsReadOnceItDoes()
    {
        using var answers = new ManualResetEventSlim();
        var time = new FakeTimeProvider();
        var hung = new Reload(_ =>
        {
            answers.Wait(TimeSpan.FromMinutes(1));
            return new FileStamp(DateTime.UnixEpoch, 1);
        });
        var other = new Reload(_ => new FileStamp(DateTime.UnixEpoch, 2));
        using var watch = new FileWatch([hung, other], time, NullLogger<FileWatch>.Instance);
        await watch.StartAsync(Token);

        await Eventually.IsTrueAsync(() => Passed(() => other.Count == 1), Token);
        Assert.Equal(0, hung.Count);

        answers.Set();
        await Eventually.IsTrueAsync(() => Passed(() => hung.Count == 1), Token);
        await watch.StopAsync(Token);

        bool Passed(Func<bool> isDone)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return isDone();
        }
    }

    [Fact]
    public void FolderInTheFilesPlace_AndNothingThere_AreTwoStates()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("features.json");
        Directory.CreateDirectory(path);
        var asFolder = FileStamp.Of(path);
        Directory.Delete(path);

        Assert.NotEqual(asFolder, FileStamp.Of(path));
    }

    private sealed class Reload(Func<string, FileStamp> stampOf) : IReload
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public WatchedFile File { get; } = new("a file", stampOf);

        public Task ReloadAsync(CancellationToken cancellationToken)
        {
            File.HasRead(File.Seen);
            Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }
}
