using Npgsql;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Moving;
using Strangler.ShadowDiff.Tests.Store.Servers;
using Strangler.ShadowDiff.Triage;
using Strangler.Testing;
using Strangler.Testing.Processes;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store.Moving;

/// <summary>Everything goes from a file to a real server and back.</summary>
public sealed class StoreMoveTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresServer Server => fixture.Server;

    private string File => _folder.Combine("gateway.db");

    private string Back => _folder.Combine("back.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryTable_ThereAndBack_IsTheSame()
    {
        var server = Server.NewStore();
        await MovableStores.FillAsync(File, rows: 12);
        var before = MovableStores.Dump(File);
        var move = await MoveAsync(batchRows: 5);

        var there = move.Run($"sqlite:{File}", $"postgresql:{server}");
        var back = move.Run($"postgresql:{server}", $"sqlite:{Back}");

        Assert.Equal(before, MovableStores.Dump(File));
        Assert.Equal(before, MovableStores.Dump(Back));
        Assert.Equal(there[1..^1], back[1..^1]);
        Assert.Contains(there, line => line.StartsWith("exchange: 12 rows, SHA-256 ", StringComparison.Ordinal));
        Assert.StartsWith("Everything is there. Set Store:Provider to postgresql", there[^1], StringComparison.Ordinal);
        Assert.StartsWith($"Everything is there. Set ShadowDiff:Database to {Back}", back[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(there.Concat(back), line => line.Contains(PostgresServer.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task MovedStore_IsGoneOnWith_AndNumbersItsRowsBehindThoseThatAreThere()
    {
        var server = new StorePlace(File, Server.NewStore());
        await using (var store = new OpenStore(File))
        {
            await WriteAsync(store, rounds: 3);
            Assert.Equal(3, store.Audit.Latest(1)[0].Id);
        }

        var move = await MoveAsync();
        move.Run("sqlite:", $"postgresql:{server.ConnectionString}");
        await using (var store = new OpenStore(server))
        {
            Assert.Equal(3, store.Board.Current()["status"].Diverged);
            await WriteAsync(store, rounds: 2);
            Assert.Equal([5L, 4, 3, 2, 1], store.Audit.Latest(9).Select(each => each.Id));
        }

        await StoppedAsync(server.ConnectionString!);
        move.Run($"postgresql:{server.ConnectionString}", $"sqlite:{Back}");
        await using var last = new OpenStore(Back);
        await WriteAsync(last, rounds: 1);
        Assert.Equal(6, last.Board.Current()["status"].Diverged);
        Assert.Equal(6, last.Audit.Latest(1)[0].Id);
        Assert.Equal(6, Assert.Single(Assert.Single((await last.Reports.ReadAsync(Token)).Routes).Divergences).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BrokenOff_AfterEachRow_IsGoneOnWithByTheSameCommand(bool isToServer)
    {
        var server = Server.NewStore();
        await MovableStores.FillAsync(File, rows: 2);
        var before = MovableStores.Dump(File);
        if (!isToServer)
            (await MoveAsync()).Run($"sqlite:{File}", $"postgresql:{server}");

        var breaks = 0;
        var move = await MoveAsync(() => throw new OperationCanceledException(), batchRows: 1);
        while (!TryRun(move, isToServer ? $"sqlite:{File}" : $"postgresql:{server}", isToServer ? $"postgresql:{server}" : $"sqlite:{Back}"))
        {
            if (++breaks == 5)
            {
                await using var store = new OpenStore(isToServer ? new StorePlace(File + ".not-made", server) : Back);
                Assert.Contains("a move into it was broken off. Go on with it, by the same ./cutover store migrate", store.Database.Notice, StringComparison.Ordinal);
            }

            await StoppedAsync(server);
        }

        Assert.Equal(before.Count, breaks);
        if (isToServer)
            (await MoveAsync()).Run($"postgresql:{server}", $"sqlite:{Back}");
        Assert.Equal(before, MovableStores.Dump(Back));
    }

    [Fact]
    public async Task Killed_IsGoneOnWith()
    {
        var place = new StorePlace(File, Server.NewStore());
        await MovableStores.FillAsync(File, rows: 3);
        foreach (var rows in new[] { 1, 6 })
        {
            await KilledMove.KillAfterAsync(place, rows, Token);
            await StoppedAsync(place.ConnectionString!);
        }

        var move = await MoveAsync();
        var said = move.Run($"sqlite:{File}", $"postgresql:{place.ConnectionString}");
        Assert.Matches(@": \d+ rows there already\.$", said[0]);
        move.Run($"postgresql:{place.ConnectionString}", $"sqlite:{Back}");
        Assert.Equal(MovableStores.Dump(File), MovableStores.Dump(Back));
    }

    /// <summary>Each count is right, and one value is not.</summary>
    [Fact]
    public async Task RowThatWasChangedMeanwhile_IsFoundByItsHash_AndNobodyStartsWithTheCopy()
    {
        var server = Server.NewStore();
        await MovableStores.FillAsync(File, rows: 2);
        (await MoveAsync()).Run($"sqlite:{File}", $"postgresql:{server}");
        using var other = MovableStores.OpenServer(server);
        var changes = 0L;
        var move = await MoveAsync(() => other.Execute("UPDATE coverage SET count = @count WHERE outcome IN (SELECT min(outcome) FROM coverage)", ("@count", ++changes)), batchRows: 1);

        var failed = Assert.Throws<StoreException>(() => move.Run($"postgresql:{server}", $"sqlite:{Back}"));

        Assert.Contains($"{Back} is not the same in coverage: ", failed.Message, StringComparison.Ordinal);
        await using var store = new OpenStore(Back);
        Assert.Equal(DatabaseState.Unavailable, store.Database.State);
    }

    [Fact]
    public async Task EarlierSource_IsTakenForwardFirst()
    {
        await EarlierDatabase.CreateAsync(File, 3, "INSERT INTO coverage (route, outcome, count) VALUES ('status', 'match', 7)");
        (await MoveAsync()).Run($"sqlite:{File}", $"sqlite:{Back}");

        Assert.Equal(MovableStores.Dump(File), MovableStores.Dump(Back));
        await using var store = new OpenStore(Back);
        Assert.Equal((16, 7L), (store.Database.VersionThere(), store.Database.Read(connection => connection.Scalar("SELECT count FROM coverage"))));
    }

    [Fact]
    public async Task Refusals_AreOneLine_AndChangeNothing()
    {
        var (server, other) = (Server.NewStore(), Server.NewStore());
        await MovableStores.FillAsync(File, rows: 1);
        var before = MovableStores.Dump(File);
        var move = await MoveAsync();
        var (foreign, newer, second) = (_folder.Combine("foreign.db"), _folder.Combine("newer.db"), _folder.Combine("second.db"));
        using (var connection = MovableStores.Open(foreign))
            connection.Execute("CREATE TABLE t (c)");
        await MovableStores.FillAsync(newer, rows: 1);
        ((StorePlace)newer).SetVersion(17);
        await MovableStores.FillAsync(second, rows: 1);

        await RefusedAsync(move, $"sqlite:{File}", $"sqlite:{File}", "--from and --to name the same database", isUsage: true);
        await RefusedAsync(move, $"postgresql:{server}", $"postgresql:{other}", "holds no tables of a gateway's");
        await RefusedAsync(move, $"sqlite:{File}.none", $"postgresql:{server}", "gateway.db.none: there is no such file", isUsage: true);
        await RefusedAsync(move, $"sqlite:{File}", $"sqlite:{_folder.Combine("none", "gateway.db")}", "the folder does not exist", isUsage: true);
        await RefusedAsync(move, $"sqlite:{foreign}", $"postgresql:{server}", "foreign.db holds no tables of a gateway's");
        await RefusedAsync(move, $"sqlite:{newer}", $"postgresql:{server}", "newer.db: the database has schema version 17, and this program knows versions up to 16. Run the newer program");
        await RefusedAsync(move, $"sqlite:{File}", $"sqlite:{second}", "second.db is not empty: there are rows in audit");
        await EarlierDatabase.CreateAsync(_folder.Combine("earlier.db"), 3, "SELECT 1");
        await RefusedAsync(move, $"sqlite:{File}", $"sqlite:{_folder.Combine("earlier.db")}", "earlier.db is not empty: it has the tables of an earlier program");
        await RefusedAsync(move, $"sqlite:{File}", $"postgresql:{new NpgsqlConnectionStringBuilder(server) { Password = "pgpass-wrong" }}", "Check Username and Password");
        await RefusedAsync(move, $"sqlite:{File}", $"postgresql:{new NpgsqlConnectionStringBuilder(server) { Port = 1 }}", "Check that it runs and can be reached");
        await RefusedAsync(move, $"sqlite:{File}", "postgresql:", "--to postgresql: has nothing behind it, and Store:ConnectionString is not set", isUsage: true);
        await System.IO.File.WriteAllTextAsync(_folder.Combine("text.db"), new string('x', 5_000), Token);
        await RefusedAsync(move, $"sqlite:{_folder.Combine("text.db")}", $"postgresql:{server}", "text.db: reading failed (");

        Assert.False(TryRun(await MoveAsync(() => throw new OperationCanceledException()), $"sqlite:{File}", $"postgresql:{other}"));
        await StoppedAsync(other);
        await RefusedAsync(move, $"sqlite:{second}", $"postgresql:{other}", $"has what a move from {File} has left");
        await RefusedAsync(move, $"postgresql:{other}", $"sqlite:{Back}", "a move into it was broken off");
        await RefusedAsync(move, $"postgresql:{other}", $"postgresql:{other};Timeout=3", "a move is under way there already, or it is named for both sides");
        Assert.Equal(before, MovableStores.Dump(File));
        Assert.Equal([], MovableStores.Dump(foreign));
    }

    [Fact]
    public async Task DatabaseThatAGatewayUses_IsRefused()
    {
        var server = new StorePlace(File, Server.NewStore());
        await MovableStores.FillAsync(Back, rows: 1);
        var move = await MoveAsync();
        await using (var store = new OpenStore(server))
        {
            await RefusedAsync(move, $"postgresql:{server.ConnectionString}", $"sqlite:{Back}", "a gateway uses this database");
            await RefusedAsync(move, $"sqlite:{Back}", $"postgresql:{server.ConnectionString}", "sessions called strangler-gateway). Stop it first.");
        }

        await StoppedAsync(server.ConnectionString!);
        move.Run($"sqlite:{Back}", $"postgresql:{server.ConnectionString}");
    }

    /// <summary>What a settings' file or a person has written, with a password in most places.</summary>
    [Theory]
    [InlineData("sqlit:x", "--to: there is no store 'sqlit:'; did you mean 'sqlite'?")]
    [InlineData("postgres:Host=a;Password=pgpass-x", "there is no store 'postgres:'; did you mean 'postgresql'?")]
    [InlineData("oracle:pgpass-x", "there is no store 'oracle:'; the stores are sqlite, postgresql.")]
    [InlineData("pgpass-x", "--to begins with sqlite: or postgresql:")]
    [InlineData("", "--to begins with sqlite: or postgresql:")]
    [InlineData("Host=a;Password=pgpass-x:y", "--to begins with sqlite: or postgresql:")]
    [InlineData("postgresql://a:pgpass-x@b/c", "What follows --to postgresql: is no list of Name=value with ; between")]
    [InlineData("postgresql:Password=pgpass-x", "What follows --to postgresql: names no Host")]
    public void Address_ThatIsNone_IsSaidWithoutAPassword(string text, string said)
    {
        var refused = Assert.Throws<StoreException>(() => StoreAddress.Of("--to", text));
        Assert.True(refused.IsSetting);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pgpass", refused.Message, StringComparison.Ordinal);
    }

    private Task<StoreMove> MoveAsync(Action? committed = null, int batchRows = 2_000) => MovableStores.MoveAsync(_folder.Path, committed, batchRows);

    private static async Task WriteAsync(OpenStore store, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await store.CompareAsync(Pairs.Json("""{"a":"\u0000"}""", """{"a":"\ud800"}"""));
            await store.Writer.FlushAsync(Token);
            await store.Audit.AppendAsync(new TriageChange(DateTimeOffset.UnixEpoch, "test", "it's\0time", "status", "legacy", "live"));
        }
    }

    private static bool TryRun(StoreMove move, string from, string to)
    {
        try
        {
            move.Run(from, to);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RefusedAsync(StoreMove move, string from, string to, string said, bool isUsage = false)
    {
        var refused = Assert.Throws<StoreException>(() => move.Run(from, to));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pgpass", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(isUsage, refused.IsSetting);
        await NobodyAsync("strangler-store-migrate");
    }

    /// <summary>Waits until the server has seen that whoever had sessions there has gone.</summary>
    private async Task StoppedAsync(string server)
    {
        await NobodyAsync("strangler-gateway", server);
        await NobodyAsync("strangler-store-migrate", server);
    }

    private async Task NobodyAsync(string name, string? server = null)
    {
        using var asking = MovableStores.OpenServer(server ?? Server.NewStore());
        await Eventually.IsTrueAsync(() => asking.Scalar("SELECT count(*) FROM pg_stat_activity WHERE application_name = @name", ("@name", name)) is 0L, Token);
    }
}
