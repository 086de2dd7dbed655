using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;
using Strangler.Testing;
using Strangler.Testing.Processes;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store.Servers;

/// <summary>A server goes away and comes back, and connections are cut off: what was found is kept meanwhile, and nothing is counted twice.</summary>
public sealed class ServerTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresServer Server => fixture.Server;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ServerThatIsNotThere_StopsNoStart_AndIsTakenUpWhenItComes()
    {
        var place = Place();
        await Server.StopAsync(Token);
        await using var store = new OpenStore(place);
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await Assert.ThrowsAsync<StoreException>(() => store.Writer.FlushAsync(Token));
        Assert.Equal((DatabaseState.Unavailable, false), (store.Database.State, store.Database.IsOpen));
        Assert.StartsWith($"PostgreSQL's database postgres at 127.0.0.1:{Server.Port}: writing failed (", store.Database.Notice, StringComparison.Ordinal);
        Assert.EndsWith("Host and Port in Store:ConnectionString.", store.Database.Notice, StringComparison.Ordinal);

        await Server.RestartAsync(Token);
        await store.Writer.TryFlushAsync(Token);

        Assert.Equal((DatabaseState.Good, true, null), (store.Database.State, store.Database.IsOpen, store.Database.Notice));
        Assert.Equal((1L, 1L), Counts(store));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServerThatEnds_WhileTheStoreIsOpen_HasEverythingOnceItIsBack(bool isKilled)
    {
        await using var store = new OpenStore(Place());
        await store.Audit.AppendAsync(new TriageChange(DateTimeOffset.UnixEpoch, "test", "before", "status", "legacy", "live"));
        await (isKilled ? Server.KillAsync(Token) : Server.StopAsync(Token));
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await Assert.ThrowsAsync<StoreException>(() => store.Writer.FlushAsync(Token));
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await Assert.ThrowsAsync<StoreException>(() => store.Writer.FlushAsync(Token));
        Assert.Throws<StoreException>(() => store.Database.Read(connection => 1));
        Assert.False(store.Database.IsOpen);

        await Server.RestartAsync(Token);
        await store.Writer.FlushAsync(Token);

        Assert.Equal((2L, 2L), Counts(store));
        Assert.Equal("before", Assert.Single(store.Audit.Latest(9)).Entry.Why);
    }

    /// <summary>Nobody hears of it: what was cut off is tried on a new connection.</summary>
    [Fact]
    public async Task ConnectionsThatAreCutOff_AreMadeAnew()
    {
        await using var store = new OpenStore(Place());
        for (var round = 1L; round <= 3; round++)
        {
            CutOff();
            await store.CompareAsync(Pairs.Json("[1]", "[2]"));
            await store.Writer.FlushAsync(Token);
            CutOff();
            Assert.Equal((round, round), Counts(store));
        }
    }

    /// <summary>Also in its midst: the work is done anew as a whole.</summary>
    [Fact]
    public async Task WriteThatIsCutOff_IsDoneOnce()
    {
        await using var store = new OpenStore(Place());
        var calls = 0;
        await store.Database.WriteAsync(
            connection =>
            {
                connection.Execute("INSERT INTO suppression (route, rule, count, last_seen) VALUES ('r', 'x', 1, 1)");
                if (++calls == 1)
                    CutOff();
                connection.Execute("INSERT INTO suppression (route, rule, count, last_seen) VALUES ('r', 'y', 1, 1)");
            },
            durable: false,
            Token);
        Assert.Equal((2, 2L), (calls, (long)store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM suppression"))!));
    }

    [Theory]
    [InlineData(LostCommit.Itself)]
    [InlineData(LostCommit.Answer)]
    public async Task CommitWithoutAnAnswer_IsLookedFor_AndWrittenOnce(LostCommit how)
    {
        await using var relay = new CommitRelay(Server.Port);
        await using var store = new OpenStore(Place(relay.Port));
        for (var round = 1L; round <= 5; round++)
        {
            relay.LoseNext(how);
            await store.CompareAsync(Pairs.Json("[1]", "[2]"));
            await store.Writer.FlushAsync(Token);
            Assert.Equal((round, round), Counts(store));
            Assert.Equal(round, relay.Lost);
        }
    }

    [Fact]
    public async Task CommitWithoutAnAnswer_WhileTheServerIsAway_HoldsUpTheRestUntilItIsKnown()
    {
        await using var relay = new CommitRelay(Server.Port);
        await using var store = new OpenStore(Place(relay.Port), new FakeTimeProvider()); // nothing else is committed meanwhile
        relay.LoseNext(LostCommit.AnswerAndServer);
        var writing = store.Database.WriteAsync(connection => connection.Execute("INSERT INTO suppression (route, rule, count, last_seen) VALUES ('r', 'x', 1, 1)"), durable: true, Token);
        await Eventually.IsTrueAsync(() => store.Database.State == DatabaseState.Unavailable, Token);
        Assert.Contains("whether the last write was kept cannot be told before it answers again", store.Database.Notice, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(() => store.Database.WriteAsync(_ => { }, durable: true, Token));
        Assert.False(writing.IsCompleted);

        relay.IsDown = false;
        await writing;

        Assert.Equal(1L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM suppression")));
        Assert.Equal(DatabaseState.Good, store.Database.State);
    }

    /// <summary>A program that ends does not wait for it.</summary>
    [Fact]
    public async Task CommitWithoutAnAnswer_DoesNotHoldUpTheEnd()
    {
        await using var relay = new CommitRelay(Server.Port);
        var store = new OpenStore(Place(relay.Port), new FakeTimeProvider());
        relay.LoseNext(LostCommit.AnswerAndServer);
        var writing = store.Database.WriteAsync(connection => connection.Execute("SELECT 1"), durable: true, Token);
        await Eventually.IsTrueAsync(() => store.Database.State == DatabaseState.Unavailable, Token);

        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreException>(() => writing);
    }

    [Fact]
    public async Task SeveralGateways_ThatStartAtOnce_MakeTheTablesOnce()
    {
        var place = Place();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new OpenStore(place))));
        foreach (var store in stores)
        {
            Assert.Equal((DatabaseState.Good, 16), (store.Database.State, store.Database.VersionThere()));
            await store.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Password=pgpass-wrong", "Check Username and Password")]
    [InlineData("Database=nowhere", "createdb")]
    [InlineData("Search Path=nowhere", "make it the database's owner")]
    public async Task WhatIsWrongWithTheWayThere_IsSaidWithoutThePassword(string setting, string advice)
    {
        var (name, value) = (setting.Split('=')[0], setting.Split('=')[1]);
        var wrong = new NpgsqlConnectionStringBuilder(Place().ConnectionString) { [name] = value }.ConnectionString;
        await using var store = new OpenStore(new StorePlace(_folder.Combine("gateway.db"), wrong));
        Assert.Contains(advice, store.Database.Notice, StringComparison.Ordinal);
        Assert.DoesNotContain("pgpass", store.Database.Notice, StringComparison.Ordinal);
    }

    private StorePlace Place(int? port = null) => new(_folder.Combine("gateway.db"), Server.NewStore(port));

    private void CutOff()
    {
        using var source = NpgsqlDataSource.Create(Server.NewStore());
        using var command = source.CreateCommand("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        command.ExecuteNonQuery();
    }

    private static (long Diverged, long Found) Counts(OpenStore store) => store.Database.Read(connection => (
        (long?)connection.Scalar("SELECT count FROM coverage WHERE outcome = 'diverged'") ?? 0, (long?)connection.Scalar("SELECT count FROM divergence") ?? 0));
}
