using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Sqlite;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>What stands in the way of a repair, and where a program may end in one: nothing is lost, and nothing unsaid.</summary>
public sealed class DatabaseRepairTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _folder.Combine("gateway.db");

    private IEnumerable<string> Names => Directory.GetFileSystemEntries(_folder.Path).Select(entry => System.IO.Path.GetFileName(entry)!).Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData("-journal")]
    public async Task Folder_InThePlaceOfALog_IsSetAside_AndAllIsKept(string log)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open database can be neither deleted nor moved on Windows.");
        await using (var store = new OpenStore(Path))
        {
            await WriteAsync(store);
            File.Delete(Path + log);
            Directory.CreateDirectory(System.IO.Path.Combine(Path + log, "somebody's"));
            File.Delete(Path);
            await store.Database.CheckAsync(Token);

            Assert.Contains("with everything it held", store.Database.Notice, StringComparison.Ordinal);
            Assert.Equal(DatabaseState.Good, store.Database.State);
            await WriteAsync(store);
        }

        Assert.Equal(["gateway.db", "gateway.db.damaged-1"], Names);
        Assert.True(Directory.Exists($"{Path}.damaged-1/somebody's"));
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task Folder_InThePlaceOfTheLog_AtTheStart_IsSetAside_AndSaid()
    {
        await WriteAndCloseAsync();
        Directory.CreateDirectory($"{Path}-wal");
        await using (var store = new OpenStore(Path))
        {
            Assert.Contains($"a folder had the name of its log and was set aside as {Path}.damaged-1", store.Database.Notice, StringComparison.Ordinal);
            Assert.Equal(1L, Written(store));
        }

        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task Copy_ThatCannotBePutInPlace_IsNamed_AndTakenUpAsSoonAsItCan()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open database can be neither deleted nor moved on Windows.");
        for (var number = 1; number <= 10; number++)
            await File.WriteAllTextAsync($"{Path}.damaged-{number}", "earlier", Token);
        await using (var store = new OpenStore(Path))
        {
            await WriteAsync(store);
            File.Delete(Path);
            Directory.CreateDirectory($"{Path}/somebody's");

            var problem = (await Assert.ThrowsAsync<StoreException>(() => store.Database.CheckAsync(Token))).Message;
            Assert.Contains($"What could be read of it is in {Path}.restored", problem, StringComparison.Ordinal);
            Assert.Contains($"10 are set aside already, as {Path}.damaged-1", problem, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StoreException>(() => store.Database.CheckAsync(Token));
            Assert.Equal(DatabaseState.Unavailable, store.Database.State);
        }

        await using (var store = new OpenStore(Path))
        {
            Assert.Equal(DatabaseState.Unavailable, store.Database.State);
            Assert.Contains($"What could be read of it is in {Path}.restored", store.Database.Notice, StringComparison.Ordinal);
            File.Delete($"{Path}.damaged-1");
            await store.Database.CheckAsync(Token);
            Assert.Equal((DatabaseState.Good, 1L), (store.Database.State, Written(store)));
        }

        Assert.True(Directory.Exists($"{Path}.damaged-11/somebody's"));
        await AssertHoldsAsync(1);
    }

    [Theory]
    [InlineData("the copy was under way", "a copy of it was not finished", 1)]
    [InlineData("the copy was made", "with everything it held", 2)]
    [InlineData("the old one was set aside", "with everything it held", 2)]
    [InlineData("the logs were set aside", "with everything it held", 2)]
    [InlineData("the copy was in place", null, 2)]
    [InlineData("its taking up had begun", "with everything it held", 2)]
    public async Task End_AtEachStep_LosesNothing(string step, string? said, long kept)
    {
        await WriteAndCloseAsync();
        File.Copy(Path, $"{Path}.old");
        await WriteAndCloseAsync();
        switch (step)
        {
            case "the copy was under way":
                File.Move(Path, $"{Path}.restoring");
                File.Move($"{Path}.old", Path);
                break;
            case "the copy was made":
                MoveToCopy();
                File.Move($"{Path}.old", Path);
                break;
            case "the old one was set aside":
                MoveToCopy();
                File.Move($"{Path}.old", $"{Path}.damaged-1");
                await File.WriteAllTextAsync($"{Path}-wal", "of the old one", Token);
                break;
            case "the logs were set aside":
                MoveToCopy();
                File.Move($"{Path}.old", $"{Path}.damaged-1");
                break;
            case "its taking up had begun":
                MoveToCopy();
                Directory.CreateDirectory($"{Path}-wal");
                File.Move($"{Path}.old", $"{Path}-shm");
                break;
            default:
                File.Move($"{Path}.old", $"{Path}.damaged-1");
                break;
        }

        await using (var store = new OpenStore(Path))
        {
            Assert.Equal(kept, Written(store));
            if (said is null)
                Assert.Null(store.Database.Notice);
            else
                Assert.Contains(said, store.Database.Notice, StringComparison.Ordinal);
        }

        await AssertHoldsAsync(kept);
        Assert.DoesNotContain(Names, name => name.Contains("restor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("empty", "it was empty")]
    [InlineData("log alone", "its log was there without it")]
    [InlineData("damaged copy", "a copy of it was damaged")]
    public async Task Remains_AtTheStart_AreSetAside_AndSaid(string what, string said)
    {
        await File.WriteAllTextAsync(what switch { "empty" => Path, "log alone" => $"{Path}-wal", _ => $"{Path}.restored" }, what == "empty" ? "" : new string('x', 9_000), Token);
        await using (var store = new OpenStore(Path))
        {
            Assert.Contains(said, store.Database.Notice, StringComparison.Ordinal);
            Assert.Equal(DatabaseState.BegunAnew, store.Database.State);
            await WriteAsync(store);
        }

        Assert.Equal(["gateway.db", what == "log alone" ? "gateway.db.damaged-1-wal" : "gateway.db.damaged-1"], Names);
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task CopyThatLiesThere_IsNotDeletedByTheNext()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open database can be neither deleted nor moved on Windows.");
        await using (var store = new OpenStore(Path))
        {
            await WriteAsync(store);
            await File.WriteAllTextAsync($"{Path}.restored", "of an earlier one", Token);
            File.Delete(Path);
            await store.Database.CheckAsync(Token);
        }

        Assert.Equal("of an earlier one", await File.ReadAllTextAsync($"{Path}.damaged-1", Token));
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task Loss_IsNotForgotten_WhenTheNextRepairLosesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open database can be neither deleted nor moved on Windows.");
        await File.WriteAllTextAsync(Path, new string('x', 5_000), Token);
        await using var store = new OpenStore(Path);
        await WriteAsync(store);
        File.Delete(Path);
        await store.Database.CheckAsync(Token);

        Assert.Equal((DatabaseState.BegunAnew, 2, 1), (store.Database.State, store.Database.Repairs, store.Database.Losses));
        Assert.Contains("damaged-1, and a new database begun", store.Database.Notice, StringComparison.Ordinal);
        Assert.Contains("with everything it held", store.Database.Notice, StringComparison.Ordinal);
    }

    /// <summary>What could not be read is in these files alone: they are not deleted, and do not fill the disk either.</summary>
    [Fact]
    public async Task SetAside_AreTenAtMost_AndThenTheGatewayRunsWithoutADatabase()
    {
        for (var number = 1; number <= 11; number++)
        {
            await File.WriteAllTextAsync(Path, new string('x', 5_000 + number), Token);
            await using var store = new OpenStore(Path);
            Assert.Equal(number <= 10 ? DatabaseState.BegunAnew : DatabaseState.Unavailable, store.Database.State);
        }

        Assert.Equal(11, Names.Count());
        for (var number = 1; number <= 10; number++)
            Assert.Equal(5_000 + number, new FileInfo($"{Path}.damaged-{number}").Length);
    }

    [Fact]
    public async Task SetAside_OfWhatIsInTheNewOne_AreThreeAtMost()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The log of an open database cannot be cut off on Windows.");
        await using (var store = new OpenStore(Path))
        {
            for (var number = 1; number <= 5; number++)
            {
                await WriteAsync(store);
                await store.Database.MaintainAsync(connection => connection.Scalar("PRAGMA wal_checkpoint(PASSIVE)"), Token);
                await using (var log = new FileStream($"{Path}-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    log.SetLength(0);
                await store.Database.CheckAsync(Token);
                Assert.Equal((DatabaseState.Good, number), (store.Database.State, store.Database.Repairs));
            }
        }

        Assert.Equal(["gateway.db", "gateway.db.damaged-1", "gateway.db.damaged-2", "gateway.db.damaged-3"], Names);
        await AssertHoldsAsync(5);
    }

    /// <summary>What nobody's repair left there may be older than the file: it stays out of its place.</summary>
    [Fact]
    public async Task CopyThatNoRepairHasMade_DoesNotReplaceAWholeFile()
    {
        await WriteAndCloseAsync();
        File.Copy(Path, $"{Path}.old");
        await WriteAndCloseAsync();
        File.Move($"{Path}.old", $"{Path}.restored");

        await using (var store = new OpenStore(Path))
        {
            Assert.Equal((2L, DatabaseState.Good), (Written(store), store.Database.State));
            Assert.Contains($"set aside as {Path}.damaged-1", store.Database.Notice, StringComparison.Ordinal);
        }

        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task CopyThatNoRepairHasMade_TakesThePlaceOfADamagedFile()
    {
        await WriteAndCloseAsync();
        File.Move(Path, $"{Path}.restored");
        await File.WriteAllTextAsync(Path, new string('x', 9_000), Token);

        await using (var store = new OpenStore(Path))
            Assert.Equal((1L, DatabaseState.BegunAnew), (Written(store), store.Database.State));

        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task UnfinishedCopy_OfAWholeFile_IsNoDamage()
    {
        await WriteAndCloseAsync();
        await File.WriteAllBytesAsync($"{Path}.restoring", new byte[3_000], Token);

        await using (var store = new OpenStore(Path))
            Assert.Equal((1L, DatabaseState.Good), (Written(store), store.Database.State));

        Assert.Equal(["gateway.db"], Names);
        await AssertHoldsAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DamagedIndex_TakesNothingAway(bool isRunning)
    {
        Assert.SkipWhen(isRunning && OperatingSystem.IsWindows(), "An open database cannot be written by others on Windows.");
        await WriteAndCloseAsync();
        await using (var store = new OpenStore(Path))
        {
            await FillAsync(store);
            await store.Database.MaintainAsync(connection => connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)"), Token);
            await OverwriteIndexAsync(store);
            if (isRunning)
                Assert.Equal(501L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM divergence INDEXED BY divergence_route WHERE route > ''")));
        }

        await using (var store = new OpenStore(Path))
        {
            Assert.Equal((1L, DatabaseState.Good), (Written(store), store.Database.State));
            Assert.Equal(501L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM divergence INDEXED BY divergence_route WHERE route > ''")));
        }

        await AssertHoldsAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DamagedTable_KeepsTheOthers_AndItsRowsOnBothSidesOfTheDamage_AndSaysWhatIsMissing(bool isWithoutRowId)
    {
        await WriteAndCloseAsync();
        await using (var store = new OpenStore(Path))
            await FillAsync(store);

        var bytes = await File.ReadAllBytesAsync(Path, Token);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(isWithoutRowId ? "divergence 250statusx" : "trace 250"));
        bytes.AsSpan(at / PageSize * PageSize, PageSize).Fill(0xAA);
        await File.WriteAllBytesAsync(Path, bytes, Token);

        await using (var store = new OpenStore(Path))
        {
            Assert.Equal((1L, DatabaseState.BegunAnew), (Written(store), store.Database.State));
            var table = isWithoutRowId ? "divergence" : "trace";
            Assert.Contains($"which is not all of {table} (", store.Database.Notice, StringComparison.Ordinal);
            Assert.InRange((long)store.Database.Read(connection => connection.Scalar($"SELECT count(*) FROM {table}"))!, 400, 499);
            Assert.Equal(isWithoutRowId ? 500L : 501L, store.Database.Read(connection => connection.Scalar($"SELECT count(*) FROM {(isWithoutRowId ? "trace" : "divergence")}")));
        }

        Assert.Equal(["gateway.db", "gateway.db.damaged-1"], Names);
        await AssertHoldsAsync(1);
    }

    /// <summary>What lies between two damaged pages, and is the most of the table, is reached from neither of its ends.</summary>
    [Theory]
    [InlineData("divergence", 2, true)]
    [InlineData("trace", 3, true)]
    [InlineData("audit", 2, false)]
    [InlineData("audit", 3, true)]
    [InlineData("coverage_hour", 2, false)]
    [InlineData("coverage_hour", 6, false)]
    public async Task DamagedTable_KeepsItsRowsBetweenDamagedPages_AndSaysHowManyAreMissing(string table, int pages, bool withItsEnds)
    {
        await WriteAndCloseAsync();
        var written = 0L;
        await using (var store = new OpenStore(Path))
        {
            await FillAsync(store);
            await store.Database.WriteAsync(FillOthers, durable: true, Token);
            written = (long)store.Database.Read(connection => connection.Scalar($"SELECT count(*) FROM {table}"))!;
        }

        // An index has no long texts.
        var bytes = await File.ReadAllBytesAsync(Path, Token);
        bool Holds(int page, string text) => bytes.AsSpan(page * PageSize, PageSize).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        List<int> held = [.. Enumerable.Range(0, bytes.Length / PageSize).Where(page => bytes[page * PageSize] is LeafOfTable or LeafOfKeys && Holds(page, $"{table} ") && Holds(page, new('x', 200)))];
        foreach (var page in Enumerable.Range(0, pages).Select(number => held[withItsEnds ? number * (held.Count - 1) / (pages - 1) : (number + 1) * held.Count / (pages + 1)]))
            bytes.AsSpan(page * PageSize, PageSize).Fill(0xAA);
        await File.WriteAllBytesAsync(Path, bytes, Token);

        await using (var store = new OpenStore(Path))
        {
            var read = (long)store.Database.Read(connection => connection.Scalar($"SELECT count(*) FROM {table}"))!;
            Assert.InRange(written - read, 1, (3 * written * pages / held.Count / 2) + 1);
            Assert.Contains($"{table} ({read} ", store.Database.Notice, StringComparison.Ordinal);
            Assert.Equal(DatabaseState.BegunAnew, store.Database.State);
        }

        await AssertHoldsAsync(1);
    }

    /// <summary>The old one holds nothing then, whatever is said of others.</summary>
    [Fact]
    public async Task File_ThatWasEmptied_IsNotSaidToHoldAnything()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open database cannot be cut off by others on Windows.");
        await using var store = new OpenStore(Path);
        await WriteAsync(store);
        await store.Database.MaintainAsync(connection => connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)"), Token);
        await using (var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(0);
        await store.Database.CheckAsync(Token);

        Assert.Equal(0, new FileInfo($"{Path}.damaged-1").Length);
        Assert.Contains(store.Database.State == DatabaseState.Good ? "with everything it held" : "the old one is empty", store.Database.Notice, StringComparison.Ordinal);
        Assert.DoesNotContain("are in the old one", store.Database.Notice, StringComparison.Ordinal);
    }

    private const int PageSize = 4096;

    /// <summary>What a page begins with (SQLite's file format, 1.6).</summary>
    private const byte LeafOfTable = 0x0D, LeafOfKeys = 0x0A;

    /// <summary>A table without an index, and one whose keys have several columns.</summary>
    private static void FillOthers(DbConnection connection)
    {
        string[] routes = ["connect", "health", "server_info", "status", "stop"];
        foreach (var route in routes)
            connection.Execute("INSERT INTO coverage (route, outcome, count) VALUES (@route, 'dropped', 0)", ("@route", route));
        for (var number = 0; number < 500; number++)
        {
            var text = new string('x', 200);
            connection.Execute("INSERT INTO audit (change) VALUES (@text)", ("@text", $"audit {number:000} {text}"));
            connection.Execute(
                "INSERT INTO coverage_hour (route, hour, build, outcome, count) VALUES (@route, @hour, @build, 'equal', 1)",
                ("@route", routes[number / 100]), ("@hour", (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 3600) - (number / 50 % 2)), ("@build", $"coverage_hour {number:000} {text}"));
        }
    }

    private static Task FillAsync(OpenStore store) => store.Database.WriteAsync(
        connection =>
        {
            for (var number = 0; number < 500; number++)
            {
                connection.Execute(
                    "INSERT INTO divergence (fingerprint, route, at, kind, status_legacy, status_modern, count, first_seen, last_seen) VALUES (@id, 'status', @text, 'k', 200, 200, 1, 1, 1)",
                    ("@id", $"divergence {number:000}"), ("@text", new string('x', 200)));
                connection.Execute(
                    "INSERT INTO trace (route, build, at, who, jobs, compared, diverged, divergences) VALUES ('status', 'b', @at, 'w', 1, 1, 0, @text)",
                    ("@at", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()), ("@text", $"trace {number:000} {new string('x', 200)}"));
            }
        },
        durable: true,
        Token);

    private async Task OverwriteIndexAsync(OpenStore store)
    {
        var page = (long)store.Database.Read(connection => connection.Scalar("SELECT rootpage FROM sqlite_schema WHERE name = 'divergence_route'"))!;
        await using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = (page - 1) * PageSize;
        var damage = new byte[PageSize];
        Array.Fill(damage, (byte)0xAA);
        await file.WriteAsync(damage, Token);
    }

    /// <summary>As a repair makes one.</summary>
    private void MoveToCopy()
    {
        File.Move(Path, $"{Path}.restored");
        using var connection = new SqliteConnection($"Data Source={Path}.restored;Pooling=false");
        connection.Open();
        connection.Execute($"PRAGMA application_id = {DatabaseCopy.Whole}");
    }

    private async Task WriteAndCloseAsync()
    {
        await using var store = new OpenStore(Path);
        await WriteAsync(store);
    }

    private static async Task WriteAsync(OpenStore store)
    {
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await store.Writer.FlushAsync(Token);
    }

    private static object? Written(OpenStore store) => store.Database.Read(connection => connection.Scalar("SELECT sum(count) FROM coverage"));

    /// <summary>The next start, too, has all of it, and nothing to tell.</summary>
    private async Task AssertHoldsAsync(long exchanges)
    {
        await using var store = new OpenStore(Path);
        Assert.Null(store.Database.Notice);
        Assert.Equal(exchanges, Written(store));
    }
}
