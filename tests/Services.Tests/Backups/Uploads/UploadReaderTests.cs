using System.Security.Cryptography;
using System.Text;
using Strangler.Services.Backups.Uploads;
using Strangler.Services.Tests.Flask.Multipart;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>What <c>POST /api/start_backup</c> takes and refuses (contract 5).</summary>
public sealed class UploadReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 4294967295u)]
    [InlineData("123456789", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225", 930766865u)]
    public async Task Read_AFile_IsStoredWithItsDigests(string content, string sha256, uint checksum)
    {
        using var folder = new UploadFolder();

        var upload = await folder.ReadAsync(UploadForm.WithFile("hello.txt", content).Request(), Token);

        var file = Assert.IsType<Upload.Stored>(upload).File;
        Assert.Equal(new UploadedFile("hello.txt", folder.PathOf("hello.txt"), content.Length, sha256, checksum), file);
        Assert.Equal(content, await File.ReadAllTextAsync(file.Path, Token));
        Assert.Single(folder.Names);
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(100_000, 7)]
    [InlineData(1_000_000, 70_001)]
    public async Task Read_LargeContent_IsWholeHoweverItArrives(int length, int piece)
    {
        using var folder = new UploadFolder(new UploadOptions { BufferSize = 64 * 1024 });
        var content = string.Concat(Enumerable.Range(0, length / 10).Select(i => $"{i % 10}\r\n--xy\r--"));
        var body = UploadForm.WithFile("l.bin", content).Close();

        var upload = await folder.ReadAsync(UploadForm.Request(new SplitStream(body, piece, 3)), Token);

        var file = Assert.IsType<Upload.Stored>(upload).File;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content))), file.Sha256);
        Assert.Equal(Encoding.ASCII.GetBytes(content), await File.ReadAllBytesAsync(file.Path, Token));
    }

    [Fact]
    public async Task Read_Duplicates_TheFirstCounts()
    {
        using var folder = new UploadFolder();
        var form = new UploadForm().Field("username", "u").Field("username", "v").File("other.txt", "other", "attachment")
            .File("a.txt", "aaa").File("b.txt", "bbb").Field("file", "text").Field("port", "");

        var stored = Assert.IsType<Upload.Stored>(await folder.ReadAsync(form.Request(), Token));

        Assert.Equal(new Dictionary<string, string> { ["username"] = "u", ["file"] = "text", ["port"] = "" }, stored.Fields);
        Assert.Equal((3, "a.txt"), (stored.File.Length, stored.File.Name));
        Assert.Single(folder.Names);
    }

    [Fact]
    public async Task Read_NoFile_IsRefused()
    {
        using var folder = new UploadFolder();
        foreach (var request in new[]
        {
            new UploadForm().Field("username", "u").Request(),
            new UploadForm().Field("file", "text").Request(),
            new UploadForm().File("a.txt", "data", "upload").Request(),
            UploadForm.Request(new MemoryStream(UploadForm.WithFile("a.txt").Open())),
            UploadForm.Request(new MemoryStream()),
            UploadForm.Request(new MemoryStream("{}"u8.ToArray()), "application/json"),
            UploadForm.Request(new MemoryStream("file=x"u8.ToArray()), "application/x-www-form-urlencoded"),
            UploadForm.Request(new MemoryStream(UploadForm.WithFile("a.txt").Close()), "multipart/form-data"),
            UploadForm.Request(new MemoryStream(UploadForm.WithFile("a.txt").Close()), "multipart/mixed; boundary=x"),
        })
        {
            Assert.Equal(new Upload.Refused(UploadProblem.NoFile, "No file uploaded"), await folder.RefusalAsync(request, Token));
            Assert.Equal(0, await request.Body.ReadAsync(new byte[1], Token));
        }
    }

    [Fact]
    public async Task Read_MalformedBehindTheFile_LosesTheFormWhateverTheName()
    {
        using var folder = new UploadFolder();
        foreach (var name in new[] { "a.txt", "a/b", "" })
        {
            var body = UploadForm.WithFile(name).Field("port", "1").Open();
            Assert.Equal(UploadProblem.NoFile, (await folder.RefusalAsync(UploadForm.Request(new MemoryStream(body)), Token)).Problem);
        }
    }

    [Fact]
    public async Task Read_FormsBeyondALimit_AreRefusedAndReadToTheEnd()
    {
        using var folder = new UploadFolder(new UploadOptions { BufferSize = 16 * 1024, FieldsLimit = 1024 });
        var many = Enumerable.Range(0, 1000).Aggregate(UploadForm.WithFile("a.txt"), (form, _) => form.File("b", "", "b"));
        foreach (var (form, problem) in new[]
        {
            (many, UploadProblem.TooManyParts),
            (UploadForm.WithFile("a.txt").Field("username", new string('u', 1024)), UploadProblem.TooLarge),
            (UploadForm.WithFile(new string('n', 17 * 1024)), UploadProblem.TooLarge),
            (UploadForm.WithFile("a.txt").FileNamed("filename*=nonsense''a", ""), UploadProblem.UnknownCharset),
        })
        {
            var request = form.File("rest", new string('r', 100_000)).Request();
            Assert.Equal(problem, (await folder.RefusalAsync(request, Token)).Problem);
            Assert.Equal(0, await request.Body.ReadAsync(new byte[1], Token));
        }
    }

    [Fact]
    public async Task Read_RefusedBody_IsReadNoFurtherThanTheDrainLimit()
    {
        using var folder = new UploadFolder(new UploadOptions { BufferSize = 16 * 1024, DrainLimit = 20_000 });
        var body = new MemoryStream(UploadForm.WithFile("a.txt").FileNamed("filename*=nonsense''a", new string('r', 200_000)).Close());

        await folder.RefusalAsync(UploadForm.Request(body), Token);

        Assert.InRange(body.Position, 36_000, 90_000);
    }
}
