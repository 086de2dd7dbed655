using Strangler.Services.Backups.Uploads;
using Strangler.Services.Tests.Flask.Multipart;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>Disks that are full or gone, clients that are gone: nothing of the upload is left.</summary>
public sealed class UploadFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task Read_DiskFull_IsRefusedAndReadToTheEnd(int length)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");
        using var folder = new UploadFolder(create: path =>
        {
            UploadWriter.Create(path).Dispose();
            return File.OpenHandle("/dev/full", access: FileAccess.Write);
        });
        var request = UploadForm.WithFile("a.txt", new string('a', length)).Field("username", "u").Request();

        Assert.Equal(new Upload.Refused(UploadProblem.DiskFull, "No space left to store the file"), await folder.RefusalAsync(request, Token));
        Assert.Equal(0, await request.Body.ReadAsync(new byte[1], Token));
    }

    [Fact]
    public async Task Read_FolderGone_IsRefusedWithoutItsPath()
    {
        using var folder = new UploadFolder(create: path => UploadWriter.Create(Path.Combine(path, "gone", "a.txt")));

        var refused = await folder.RefusalAsync(UploadForm.WithFile("a.txt").Request(), Token);

        Assert.Equal(new Upload.Refused(UploadProblem.WriteFailed, "the file could not be stored"), refused);
    }

    [Fact]
    public async Task Read_FileThatIsThere_IsNeitherOverwrittenNorDeleted()
    {
        using var folder = new UploadFolder();
        await File.WriteAllTextAsync(folder.PathOf("a.txt"), "mine", Token);

        var upload = await folder.ReadAsync(UploadForm.WithFile("a.txt").Request(), Token);

        Assert.Equal(UploadProblem.WriteFailed, Assert.IsType<Upload.Refused>(upload).Problem);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.PathOf("a.txt"), Token));
    }

    [Fact]
    public async Task Read_CancelledMidway_ThrowsAndLeavesNothing()
    {
        using var folder = new UploadFolder(new UploadOptions { BufferSize = 16 * 1024 });
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var form = UploadForm.WithFile("a.txt", new string('a', 1_000_000)).Close();
        var body = new WatchedStream(new SplitStream(form, 5_000), after: 400_000, () =>
        {
            Assert.Single(folder.Names);
            cancelled.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => folder.ReadAsync(UploadForm.Request(body), cancelled.Token));

        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Read_StreamThatFails_ThrowsAndLeavesNothing()
    {
        using var folder = new UploadFolder(new UploadOptions { BufferSize = 16 * 1024 });
        var form = UploadForm.WithFile("a.txt", new string('a', 1_000_000)).Close();
        var body = new WatchedStream(new SplitStream(form, 5_000), after: 400_000, () => throw new InvalidOperationException("broken"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => folder.ReadAsync(UploadForm.Request(body), Token));

        Assert.Empty(folder.Names);
    }
}
