using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>What is only of a file: it is damaged, deleted, moved, written by a newer program.</summary>
public sealed class DatabaseFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _folder.Combine("gateway.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Flush_WithNothingNew_WritesNothing()
    {
        await using var store = new OpenStore(Path);
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await store.Writer.FlushAsync(Token);
        var version = DataVersion(store);
        await store.Writer.FlushAsync(Token);
        Assert.Equal(version, DataVersion(store));
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefusedAndUntouched()
    {
        await using (new OpenStore(Path))
        {
        }

        Execute("PRAGMA user_version = 17");
        var before = await File.ReadAllBytesAsync(Path, Token);
        await using (var store = new OpenStore(Path))
        {
            Assert.Contains("schema version 17, and this program knows versions up to 16", store.Database.Notice, StringComparison.Ordinal);
            Assert.Contains("ShadowDiff:Database", store.Database.Notice, StringComparison.Ordinal);
            Assert.Equal(DatabaseState.Unavailable, store.Database.State);
            await store.CompareAsync(Pairs.Json("[1]", "[2]"));
            await Assert.ThrowsAsync<StoreException>(() => store.Writer.FlushAsync(Token));
            Assert.Throws<StoreException>(() => store.Database.Read(connection => 1));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Token));
    }

    [Theory]
    [InlineData("cut off")]
    [InlineData("random bytes")]
    public async Task DamagedInItsMiddle_WhileOpen_IsNoticedByTheNextReader_AndNothingIsTakenForWritten(string how)
    {
        var told = new List<DatabaseRepair>();
        await using (var store = new OpenStore(Path))
        {
            store.Database.Repaired += told.Add;
            for (var i = 0; i < 300; i++)
                await store.CompareAsync(Pairs.Json("{}", $"{{\"k{i}\":1}}"));
            await store.Writer.FlushAsync(Token);
            await store.Database.MaintainAsync(
                connection =>
                {
                    connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
                    connection.Execute("PRAGMA shrink_memory"); // What a connection still holds in memory could be saved.
                },
                Token);
            DamageMiddle(how);

            Assert.Equal(0L, store.Database.Read(connection =>
            {
                connection.Execute("PRAGMA shrink_memory");
                return connection.Scalar("SELECT coalesce(sum(length(request) + length(legacy) + length(modern)), 0) FROM exchange");
            }));

            Assert.False(Assert.Single(told).IsComplete);
            Assert.Contains($"set aside as {Path}.damaged-1", store.Database.Notice, StringComparison.Ordinal);
            Assert.Equal((DatabaseState.BegunAnew, 1, 1), (store.Database.State, store.Database.Repairs, store.Database.Losses));
            await store.CompareAsync(Pairs.Json("{}", "{\"k1\":1}"));
            await store.Writer.FlushAsync(Token);
            Assert.Equal(1L, store.Database.Read(connection => connection.Scalar("SELECT sum(count) FROM coverage")));
            Assert.Equal(1L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM example")));
            Assert.Equal(1, store.Board.Current().Values.Sum(figures => figures.Diverged));
        }

        await using var again = new OpenStore(Path);
        Assert.Null(again.Database.Notice);
        Assert.Equal(1, again.Board.Current().Values.Sum(figures => figures.Diverged));
    }

    /// <summary>Nobody must open the file between the end of its last connection and its new name.</summary>
    [Fact]
    public async Task Mended_WhileOthersRead_IsMendedOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open database can be neither deleted nor moved on Windows.");
        await using var store = new OpenStore(Path);
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await store.Writer.FlushAsync(Token);
        using var ended = new CancellationTokenSource();
        Task[] others = [Repeat(store.Database.Open), Repeat(() => store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM coverage")))];
        for (var round = 1; round <= 20; round++)
        {
            File.Delete(Path);
            await store.Database.CheckAsync(Token);
            Assert.Equal((round, 0), (store.Database.Repairs, store.Database.Losses));
            await store.Database.MaintainAsync(connection => Assert.Equal(1L, connection.Scalar("SELECT sum(count) FROM coverage")), Token);
        }

        await ended.CancelAsync();
        await Task.WhenAll(others);
        await store.Writer.FlushAsync(Token);
        Assert.Equal([Path, $"{Path}-wal"], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));

        Task Repeat(Action act) => Task.Factory.StartNew(
            () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    try
                    {
                        act();
                    }
                    catch (StoreException)
                    {
                        // Between its deletion and the next look at it there is no file to open.
                    }
                }
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>What no opening looks at: the file begins as it did.</summary>
    private void DamageMiddle(string how)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (how == "cut off")
        {
            file.SetLength(20_000);
            return;
        }

        file.Position = 9_000;
        file.Write(Answers.Pattern((int)file.Length - 10_000, 3));
    }

    [Fact]
    public async Task Open_NoDatabase_SetsItAsideAndSaysSo()
    {
        File.WriteAllText(Path, new string('x', 5_000));

        await using var store = new OpenStore(Path);

        Assert.Contains($"{Path} could not be used", store.Database.Notice, StringComparison.Ordinal);
        Assert.Contains($"set aside as {Path}.damaged-1", store.Database.Notice, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5_000), await File.ReadAllTextAsync($"{Path}.damaged-1", Token));
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await store.Writer.FlushAsync(Token);
    }

    [Fact]
    public async Task Open_DamagedDatabase_SetsItAside()
    {
        await using (var store = new OpenStore(Path))
        {
            for (var i = 0; i < 200; i++)
                await store.CompareAsync(Pairs.Json("{}", $"{{\"k{i}\":1}}"));
        }

        await using (var file = new FileStream(Path, FileMode.Open))
        {
            file.Position = 8_192;
            await file.WriteAsync(Answers.Pattern(40_000, 3), Token);
        }

        await using var again = new OpenStore(Path);
        Assert.Contains("damaged", again.Database.Notice, StringComparison.Ordinal);
        Assert.True(File.Exists($"{Path}.damaged-1"));
    }

    [Fact]
    public void Open_FolderMissing_IsRefused() =>
        Assert.Contains("folder does not exist", Assert.Throws<StoreException>(() => new OpenStore(_folder.Combine("no/gateway.db"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Open_FolderOfItsName_IsSetAside()
    {
        Directory.CreateDirectory(Path);
        await using var store = new OpenStore(Path);
        Assert.Contains("a folder has its name. It was set aside", store.Database.Notice, StringComparison.Ordinal);
        Assert.True(Directory.Exists($"{Path}.damaged-1"));
    }

    [Theory]
    [InlineData("log deleted", "with everything it held", 2)]
    [InlineData("log cut off", "its log (-wal) was cut off", null)]
    [InlineData("file deleted", "with everything it held", 2)]
    [InlineData("all deleted", "with everything it held", 2)]
    [InlineData("folder in its place", "with everything it held", 2)]
    [InlineData("cut to nothing", "set aside as", null)]
    [InlineData("overwritten", "set aside as", null)]
    public async Task Damaged_WhileOpen_IsWrittenAnewAndSaid(string how, string said, int? kept)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open database can be neither deleted nor moved on Windows.");
        var told = new List<string>();
        await using (var store = new OpenStore(Path))
        {
            store.Database.Repaired += repair => told.Add(repair.Notice);
            await store.CompareAsync(Pairs.Json("[1]", "[2]"));
            await store.Writer.FlushAsync(Token);
            if (how is "cut to nothing" or "overwritten")
                await store.Database.MaintainAsync(connection => connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)"), Token);

            Damage(how);
            await store.Database.CheckAsync(Token);
            await store.CompareAsync(Pairs.Json("[1]", "[3]"));
            await store.Writer.FlushAsync(Token);

            Assert.Contains(said, Assert.Single(told), StringComparison.Ordinal);
            Assert.Equal(told[0], store.Database.Notice);
        }

        await using var again = new OpenStore(Path);
        Assert.Null(again.Database.Notice);
        var count = again.Database.Read(connection => connection.Scalar("SELECT count FROM divergence"));
        Assert.True(kept is null ? count is 1L or 2L : count is 2L);
    }

    /// <summary>A mapped file that is cut off ends the process (SIGBUS): there is none to cut off or delete.</summary>
    [Fact]
    public async Task IndexOfTheLog_IsNoFile_AndOneThatLiesThereIsNotRead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A mapped file cannot be cut off on Windows.");
        File.WriteAllText($"{Path}-shm", "left by an earlier gateway");
        await using var store = new OpenStore(Path);
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await store.Writer.FlushAsync(Token);
        Assert.Equal(1L, store.Database.Read(connection => connection.Scalar("SELECT count FROM divergence")));
        Assert.True(new FileInfo($"{Path}-wal").Length > 0);

        File.WriteAllText($"{Path}-shm", "");
        File.Delete($"{Path}-shm");
        await store.Database.CheckAsync(Token);
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await store.Writer.FlushAsync(Token);

        Assert.Equal(2L, store.Database.Read(connection => connection.Scalar("SELECT count FROM divergence")));
        Assert.Null(store.Database.Notice);
        Assert.False(File.Exists($"{Path}-shm"));
    }

    private void Damage(string how)
    {
        switch (how)
        {
            case "log deleted":
                File.Delete($"{Path}-wal");
                break;
            case "log cut off":
                using (var file = new FileStream($"{Path}-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    file.SetLength(0);
                break;
            case "cut to nothing":
                using (var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    file.SetLength(0);
                break;
            case "overwritten":
                using (var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    file.Write(Answers.Pattern((int)file.Length, 3));
                break;
            case "all deleted":
                File.Delete($"{Path}-wal");
                File.Delete(Path);
                break;
            default:
                File.Delete(Path);
                if (how == "folder in its place")
                    Directory.CreateDirectory(Path);
                break;
        }
    }

    private static long DataVersion(OpenStore store) => store.Database.Read(connection => new FileInfo(store.Database.Name + "-wal").Length);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ConnectionString);
        connection.Open();
        connection.Execute(sql);
    }
}
