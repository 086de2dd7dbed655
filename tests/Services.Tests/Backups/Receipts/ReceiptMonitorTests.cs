using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing;

namespace Strangler.Services.Tests.Backups.Receipts;

/// <summary>The monitor with real files and the operating system's reports (contract 7, Q23, Q24).</summary>
public sealed class ReceiptMonitorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expect_FileComesByItsStoredName_IsVerified()
    {
        await using var host = await ReceiptHost.StartAsync();
        var file = ReceiptHost.Expected("hello");
        var outcome = host.Monitor.ExpectAsync(file, Token);

        host.Store(file.StoredName, "hello");

        Assert.Equal(ReceiptOutcome.Verified, await outcome.WaitAsync(Token));
        Assert.Empty(host.Open.All);
    }

    /// <summary>Rescans are an hour apart here in effect: only the operating system's report can be the reason.</summary>
    [Fact]
    public async Task Expect_FileComesLongBeforeTheNextRescan_TheWatcherTells()
    {
        await using var host = await ReceiptHost.StartAsync(("RescanInterval", "00:01:00"), ("Stability", "00:00:00"));
        var file = ReceiptHost.Expected("hello");
        var outcome = host.Monitor.ExpectAsync(file, Token);

        host.Store(file.StoredName, "hello");

        Assert.Equal(ReceiptOutcome.Verified, await outcome.WaitAsync(TimeSpan.FromSeconds(50), TimeProvider.System, Token));
    }

    [Fact]
    public async Task Expect_FileIsThereAlready_IsVerified()
    {
        await using var host = await ReceiptHost.StartAsync();
        var file = ReceiptHost.Expected("hello");
        host.Store(file.StoredName, "hello");

        Assert.Equal(ReceiptOutcome.Verified, await host.Monitor.ExpectAsync(file, Token).WaitAsync(Token));
    }

    /// <summary>The operating system says nothing of a folder that has taken the place of the watched one: the event is lost.</summary>
    [Fact]
    public async Task Expect_FolderReplacedByAnotherWithTheFile_IsFoundByTheRescan()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder that is watched gives its name to no other one on Windows.");
        await using var host = await ReceiptHost.StartAsync();
        var file = ReceiptHost.Expected("hello");
        var outcome = host.Monitor.ExpectAsync(file, Token);
        Directory.Delete(host.ReceivedFiles);
        var other = Directory.CreateDirectory(Path.Combine(host.Root, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, file.StoredName), "hello", Token);

        Directory.Move(other, host.ReceivedFiles);

        Assert.Equal(ReceiptOutcome.Verified, await outcome.WaitAsync(Token));
    }

    /// <summary>
    /// A file that nothing was heard of, as above, with the next rescan far away: who comes now causes no look at it. There may be
    /// thousands that wait.
    /// </summary>
    [Fact]
    public async Task Expect_Another_TheOthersAreNotLookedAt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder that is watched gives its name to no other one on Windows.");
        await using var host = await ReceiptHost.StartAsync(("RescanInterval", "00:01:00"), ("Stability", "00:00:00"));
        var first = ReceiptHost.Expected("hello");
        _ = host.Monitor.ExpectAsync(first, Token);
        await PassedAsync(host, ReceiptHost.Expected("hello", "b.txt"));
        Directory.Delete(host.ReceivedFiles, recursive: true);
        var other = Directory.CreateDirectory(Path.Combine(host.Root, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, first.StoredName), "hello", Token);
        Directory.Move(other, host.ReceivedFiles);

        await PassedAsync(host, ReceiptHost.Expected("hello", "c.txt"));

        Assert.Equal("registered", Assert.Single(host.Open.All).Status);
    }

    [Fact]
    public async Task Expect_FileGrows_IsVerifiedWhenWhole()
    {
        await using var host = await ReceiptHost.StartAsync();
        var file = ReceiptHost.Expected("hello");
        var outcome = host.Monitor.ExpectAsync(file, Token);
        var path = Path.Combine(host.ReceivedFiles, file.StoredName);

        await File.WriteAllTextAsync(path, "he", Token);
        await SeenAsync(host, file);
        Assert.False(outcome.IsCompleted);
        await File.WriteAllTextAsync(path, "hello", Token);

        Assert.Equal(ReceiptOutcome.Verified, await outcome.WaitAsync(Token));
    }

    [Theory]
    [InlineData("hello!", "File size (6) exceeded expected size (5).")]
    [InlineData("HELLO", "Hash mismatch. Expected 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824, got 3733cd977ff8eb18b987357e22ced99f46097f31ecb239e878ae63760e83e4d5.")]
    public async Task Expect_AnotherFileComes_Failed(string content, string reason)
    {
        await using var host = await ReceiptHost.StartAsync();
        var file = ReceiptHost.Expected("hello");
        var outcome = host.Monitor.ExpectAsync(file, Token);

        host.Store(file.StoredName, content);

        Assert.Equal(ReceiptOutcome.Failed(reason), await outcome.WaitAsync(Token));
        Assert.Empty(host.Open.All);
    }

    [Fact]
    public async Task Expect_FileVanishes_Failed()
    {
        await using var host = await ReceiptHost.StartAsync();
        var file = ReceiptHost.Expected("hello");
        var outcome = host.Monitor.ExpectAsync(file, Token);
        host.Store(file.StoredName, "he");
        await SeenAsync(host, file);

        Directory.Delete(host.ReceivedFiles, recursive: true);

        Assert.Equal(ReceiptOutcome.Failed("File 'a.txt' disappeared during transfer."), await outcome.WaitAsync(Token));
    }

    [Theory]
    [InlineData(null, "File 'a.txt' did not arrive within 01:00:00.")]
    [InlineData("he", "File 'a.txt' stayed at 2 of 5 bytes for 01:00:00.")]
    public async Task Expect_NeverWhole_IsForgottenButNotFailed(string? content, string reason)
    {
        var time = new FakeTimeProvider();
        await using var host = await ReceiptHost.StartAsync(services => services.AddSingleton<TimeProvider>(time));
        var file = ReceiptHost.Expected("hello");
        if (content is not null)
            host.Store(file.StoredName, content);
        var outcome = host.Monitor.ExpectAsync(file, Token);

        await time.AdvanceUntilAsync(outcome, Token);

        Assert.Equal(ReceiptOutcome.GivenUp(reason), await outcome);
        Assert.Empty(host.Open.All);
    }

    [Fact]
    public async Task Expect_Withdrawn_IsForgotten()
    {
        await using var host = await ReceiptHost.StartAsync();
        using var job = new CancellationTokenSource();
        var outcome = host.Monitor.ExpectAsync(ReceiptHost.Expected("hello"), job.Token);
        Assert.Single(host.Open.All);

        await job.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outcome);
        Assert.Empty(host.Open.All);
    }

    [Fact]
    public async Task Expect_SameNameAgain_TakesThePlaceOfTheFirst()
    {
        await using var host = await ReceiptHost.StartAsync();
        var first = host.Monitor.ExpectAsync(ReceiptHost.Expected("hello"), Token);
        var file = ReceiptHost.Expected("hello again");

        var second = host.Monitor.ExpectAsync(file, Token);

        Assert.Equal(ReceiptState.GivenUp, (await first).State);
        Assert.Equal(file, Assert.Single(host.Open.All).File);
        host.Store(file.StoredName, "hello again");
        Assert.Equal(ReceiptOutcome.Verified, await second.WaitAsync(Token));
    }

    /// <summary>More than are verified at once, all of them there at the same time.</summary>
    [Fact]
    public async Task Expect_Many_AllEnd()
    {
        await using var host = await ReceiptHost.StartAsync();
        var files = Enumerable.Range(0, 100).Select(number => ReceiptHost.Expected($"content {number}", $"{number}.txt")).ToList();
        var outcomes = files.Select(file => host.Monitor.ExpectAsync(file, Token)).ToList();
        Assert.Equal(files, host.Open.All.Select(one => one.File));

        foreach (var (number, file) in files.Index())
            host.Store(file.StoredName, $"content {number}");

        Assert.All(await Task.WhenAll(outcomes).WaitAsync(Token), outcome => Assert.Equal(ReceiptOutcome.Verified, outcome));
        Assert.Empty(host.Open.All);
    }

    [Fact]
    public async Task Expect_MonitorOff_IsGivenUpAtOnce()
    {
        await using var host = await ReceiptHost.StartAsync(("Monitor", "false"));

        Assert.Equal(ReceiptState.GivenUp, (await host.Monitor.ExpectAsync(ReceiptHost.Expected("hello"), Token)).State);
    }

    [Fact]
    public async Task Stop_SomethingExpected_EndsTheWait()
    {
        var host = await ReceiptHost.StartAsync();
        var outcome = host.Monitor.ExpectAsync(ReceiptHost.Expected("hello"), Token);

        await host.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outcome.WaitAsync(Token));
    }

    private static async Task SeenAsync(ReceiptHost host, ExpectedFile file) =>
        await Eventually.GetAsync(() => host.Open.Find(file.StoredName)?.Status, status => status is null or "verifying", Token);

    /// <summary>The monitor has looked since: the file, which is there from the start, was verified.</summary>
    private static async Task PassedAsync(ReceiptHost host, ExpectedFile file)
    {
        await File.WriteAllTextAsync(Path.Combine(host.ReceivedFiles, file.StoredName), "hello", Token);
        Assert.Equal(ReceiptOutcome.Verified, await host.Monitor.ExpectAsync(file, Token).WaitAsync(Token));
    }
}
