using Strangler.Services.Backups.Uploads;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>Alone, because it measures what the whole process allocates.</summary>
[Collection(nameof(UploadMemoryTests))]
[CollectionDefinition(nameof(UploadMemoryTests), DisableParallelization = true)]
public sealed class UploadMemoryTests
{
    private const int Pieces = 256;
    private static readonly byte[] Piece = [.. Enumerable.Range(0, 1 << 20).Select(i => (byte)(i * 31))];

    [Fact]
    public async Task Read_256MiB_AllocatesNextToNothing()
    {
        using var folder = new UploadFolder();
        var head = UploadForm.WithFile("large.bin", "").Open();
        var body = new RepeatedStream(head.AsMemory(0, head.Length - 2), Piece, Pieces, "\r\n--x--"u8.ToArray());
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var upload = await folder.ReadAsync(UploadForm.Request(body), TestContext.Current.CancellationToken);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal((long)Pieces << 20, Assert.IsType<Upload.Stored>(upload).File.Length);
        Assert.InRange(allocated, 0, 8 << 20);
    }
}
