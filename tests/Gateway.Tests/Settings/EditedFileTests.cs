using Strangler.Settings;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Settings;

public sealed class EditedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_IsRead()
    {
        File.WriteAllText(_folder.Combine("a"), "text");
        Assert.Equal("text"u8.ToArray(), EditedFile.Read(_folder.Combine("a")));
    }

    [Fact]
    public void Pipe_IsRefusedAtOnce()
    {
        Obstacles.Pipe(_folder.Combine("a"));
        Assert.Equal("it is a named pipe, not a file", Assert.Throws<IOException>(() => EditedFile.Read(_folder.Combine("a"))).Message);
    }

    [Theory]
    [InlineData("/dev/zero", "it is a device, not a file")]
    [InlineData("/", "it is a folder, not a file")]
    public void WhatIsNoFile_IsNamed(string path, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux' own.");
        Assert.Equal(expected, Assert.Throws<IOException>(() => EditedFile.Read(path)).Message);
    }

    [Fact]
    public void LargeFile_IsNotRead()
    {
        using (var file = File.Create(_folder.Combine("a")))
            file.SetLength(50 * 1024 * 1024);
        Assert.Equal("it has 52428800 bytes; it may have 4194304", Assert.Throws<IOException>(() => EditedFile.Read(_folder.Combine("a"))).Message);
    }

    [Fact]
    public void MissingFile_IsMissing() => Assert.Throws<FileNotFoundException>(() => EditedFile.Read(_folder.Combine("a")));

    [Fact]
    public async Task FileThatDoesNotAnswer_IsGivenUp_AndNotAskedAgainBeforeItDoes()
    {
        using var answers = new ManualResetEventSlim();
        var asked = 0;
        int Ask() => EditedFile.WithDeadline(_folder.Combine("a"), () =>
        {
            answers.Wait(TestContext.Current.CancellationToken);
            return Interlocked.Increment(ref asked);
        });

        Assert.Contains("did not come within 2 seconds", Assert.Throws<IOException>(() => Ask()).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => Ask());
        Assert.Equal(0, asked);

        answers.Set();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref asked) == 1, TestContext.Current.CancellationToken);
        var again = 0;
        await Eventually.IsTrueAsync(() => (again = Try(Ask)) > 0, TestContext.Current.CancellationToken);
        Assert.Equal(2, again);
    }

    /// <summary>Two were asked before either was late.</summary>
    [Fact]
    public async Task FileThatTwoWaitFor_IsNotAskedAgainBeforeBothHaveCome()
    {
        using var first = new ManualResetEventSlim();
        using var second = new ManualResetEventSlim();
        Task Wait(ManualResetEventSlim until) => Assert.ThrowsAsync<IOException>(() => Task.Run(() => EditedFile.WithDeadline(_folder.Combine("a"), () =>
        {
            until.Wait(TestContext.Current.CancellationToken);
            return true;
        })));
        await Task.WhenAll(Wait(first), Wait(second));

        second.Set();
        Assert.Equal(0, Try(() => EditedFile.WithDeadline(_folder.Combine("a"), () => 1)));
        first.Set();
        await Eventually.IsTrueAsync(() => Try(() => EditedFile.WithDeadline(_folder.Combine("a"), () => 1)) == 1, TestContext.Current.CancellationToken);
    }

    private static int Try(Func<int> ask)
    {
        try
        {
            return ask();
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
