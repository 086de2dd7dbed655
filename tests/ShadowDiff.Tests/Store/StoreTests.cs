using System.Data.Common;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.ShadowDiff.Traces;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store;

public abstract class StoreTests(TestEngine engine) : EngineTests(engine)
{
    [Fact]
    public async Task Reopen_KeepsCountsLatenciesAndDivergences()
    {
        await using (var store = new OpenStore(Place()))
        {
            await store.CompareAsync(Pairs.Json("[1]", "[1]"));
            await store.CompareAsync(Pairs.Json("[1]", "[2]"));
            store.Coverage.Uncompared(Plans.LegacyAnswers(_ => Task.CompletedTask), UncomparedReason.Timeout);
        }

        await using (var store = new OpenStore(Place()))
        {
            await store.CompareAsync(Pairs.Json("[1]", "[3]"));
            var parity = store.Board.Current()["status"];
            Assert.Equal((4, 3, 1, 2), (parity.Eligible, parity.Compared, parity.Matched, parity.Diverged));
            Assert.Equal(1, parity.Uncompared["timeout"]);
            Assert.Equal((3L, 3L), (parity.Legacy?.Count, parity.Modern?.Count));
            Assert.InRange(parity.Legacy!.P95Ms, 1.9, 2.1);
            Assert.InRange(parity.Modern!.P50Ms, 0.95, 1.05);
        }

        await using var last = new OpenStore(Place());
        var divergence = Assert.Single(Assert.Single((await last.Reports.ReadAsync(Token)).Routes).Divergences);
        Assert.Equal((2L, "body /*", "body /0", "3"), (divergence.Count, divergence.Path, divergence.Example?.Path, divergence.Example?.ModernValue));
    }

    [Fact]
    public async Task Examples_OfOneDivergence_AreTheNewestAndFew()
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var store = new OpenStore(Place(), time, examples => examples.ExamplesPerDivergence = 2);
        for (var i = 0; i < 6; i++)
        {
            await store.CompareAsync(Pairs.Json("[0]", $"[{i + 1}]"));
            await store.Writer.FlushAsync(Token);
            time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(["5", "6"], store.Database.Read(connection =>
            connection.Query("SELECT modern_value FROM example ORDER BY exchange", row => row.GetString(0))));
        Assert.Equal(6, Assert.Single(Assert.Single((await store.Reports.ReadAsync(Token)).Routes).Divergences).Count);
    }

    [Fact]
    public async Task Retention_OldExamples_GoAndCountsStay()
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var store = new OpenStore(Place(), time, retention: retention => retention.RetentionDays = 2);
        await store.CompareAsync(Pairs.Json("[0]", "[1]"));
        await store.Writer.FlushAsync(Token);
        time.Advance(TimeSpan.FromDays(3));
        await store.Writer.TryFlushAsync(Token);

        var divergence = Assert.Single(Assert.Single((await store.Reports.ReadAsync(Token)).Routes).Divergences);
        Assert.Equal(1, divergence.Count);
        Assert.Null(divergence.Example);
        Assert.Equal(0L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM exchange")));
    }

    [Fact]
    public async Task Retention_TooManyExamples_KeepsTheNewest()
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var store = new OpenStore(Place(), time, examples => examples.MaxExamples = 3);
        for (var i = 0; i < 10; i++)
            await store.CompareAsync(Pairs.Json("{}", $"{{\"k{i}\":1}}"));

        await store.Writer.TryFlushAsync(Token);
        time.Advance(TimeSpan.FromHours(1));
        await store.Writer.TryFlushAsync(Token);
        Assert.Equal(3L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM exchange")));
    }

    [Fact]
    public async Task Divergences_NamedByAClient_AreBounded()
    {
        await using var store = new OpenStore(Place());
        for (var i = 0; i < 600; i++)
            await store.CompareAsync(Pairs.Json("{}", $"{{\"k{i}\":1}}"));

        await store.Writer.FlushAsync(Token);
        Assert.Equal(501L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM divergence")));
        Assert.Equal(600L, store.Database.Read(connection => connection.Scalar("SELECT CAST(sum(count) AS BIGINT) FROM divergence")));
        Assert.Equal(100L, store.Database.Read(connection => connection.Scalar("SELECT count FROM divergence WHERE kind = 'too-many'")));
    }

    [Fact]
    public async Task Flush_WhenWritingFails_KeepsTheFindingsForTheNextTime()
    {
        await using var store = new OpenStore(Place());
        store.Database.Read(connection => connection.Execute("ALTER TABLE divergence RENAME TO hidden"));
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await Assert.ThrowsAsync<StoreException>(() => store.Writer.FlushAsync(Token));
        await store.CompareAsync(Pairs.Json("[1]", "[3]"));
        store.Database.Read(connection => connection.Execute("ALTER TABLE hidden RENAME TO divergence"));

        await store.Writer.FlushAsync(Token);

        Assert.Equal(2L, store.Database.Read(connection => connection.Scalar("SELECT count FROM divergence")));
        Assert.Equal(2L, store.Database.Read(connection => connection.Scalar("SELECT count FROM coverage WHERE outcome = 'diverged'")));
    }

    [Fact]
    public async Task Open_LaterThanTheStart_LoadsWhatItHolds_AndWritesWhatCameMeanwhile()
    {
        await using (var earlier = new OpenStore(Place()))
            await earlier.CompareAsync(Pairs.Json("[1]", "[2]"));

        Place().SetVersion(17);
        await using var store = new OpenStore(Place());
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        Place().SetVersion(16);
        await store.Writer.TryFlushAsync(Token);

        Assert.Equal(DatabaseState.Good, store.Database.State);
        Assert.Null(store.Database.Notice);
        Assert.Equal(2L, store.Database.Read(connection => connection.Scalar("SELECT count FROM coverage WHERE outcome = 'diverged'")));
        Assert.Equal(2, store.Board.Current().Values.Sum(figures => figures.Diverged));
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefused_AndTheFindingsAreKept()
    {
        await using (new OpenStore(Place()))
        {
        }

        Place().SetVersion(17);
        await using var store = new OpenStore(Place());
        Assert.Contains("schema version 17, and this program knows versions up to 16", store.Database.Notice, StringComparison.Ordinal);
        Assert.Equal((DatabaseState.Unavailable, 17), (store.Database.State, store.Database.VersionThere()));
        await store.CompareAsync(Pairs.Json("[1]", "[2]"));
        await Assert.ThrowsAsync<StoreException>(() => store.Writer.FlushAsync(Token));
        Assert.Throws<StoreException>(() => store.Database.Read(connection => 1));
    }

    /// <summary>What PostgreSQL and UTF-8 have no form for.</summary>
    [Fact]
    public async Task Text_OfAnyKind_ComesBackAsItWas()
    {
        await using var store = new OpenStore(Place());
        foreach (var text in (string[])["a\0b", "half \uD83D of a pair, and \uDE00", "a pair \uD83D\uDE00, a mark \uFDD0 and \uFDD00041"])
        {
            await store.Database.WriteAsync(
                connection => connection.Execute("INSERT INTO suppression (route, rule, count, last_seen) VALUES (@text, @text, 1, 1)", ("@text", text)), durable: true, Token);
            Assert.Equal(text, store.Database.Read(connection => Assert.Single(connection.Query("SELECT route FROM suppression WHERE rule = @text", row => row.GetString(0), ("@text", text)))));
            Assert.Equal(text, store.Database.Read(connection => connection.Scalar("SELECT rule FROM suppression WHERE route = @text", ("@text", text))));
        }
    }

    /// <summary>By code points, whatever the server's language is.</summary>
    [Fact]
    public async Task Text_IsOrderedAsItsCharactersAre()
    {
        await using var store = new OpenStore(Place());
        string[] names = ["Zebra", "_", "a-b", "ab", "b", "Ä"];
        await store.Database.WriteAsync(
            connection => Array.ForEach(names, name => connection.Execute("INSERT INTO suppression (route, rule, count, last_seen) VALUES ('r', @name, 1, 1)", ("@name", name))), durable: false, Token);

        Assert.Equal(names, store.Database.Read(connection => connection.Query("SELECT rule FROM suppression ORDER BY rule", row => row.GetString(0))));
    }

    /// <summary>Of two runs of the same moment the later one counts.</summary>
    [Fact]
    public async Task Traces_TheLastRunIsRead()
    {
        await using var store = new OpenStore(Place());
        var trace = new TraceEvidence(DateTimeOffset.UnixEpoch.AddDays(20_000), "ana", 1, 10, 2, ["value at body /a"]);
        await store.Database.WriteAsync(
            connection => Array.ForEach([1, 3, 2], jobs => TraceTable.Insert(connection, "status", "b1", trace with { Jobs = jobs })), durable: false, Token);

        var newest = store.Database.Read(connection => TraceTable.Newest(connection, "status", "b1", trace.At))!;
        Assert.Equal((2, trace.At, trace.Divergences[0]), (newest.Jobs, newest.At, Assert.Single(newest.Divergences)));
        Assert.Null(store.Database.Read(connection => TraceTable.Newest(connection, "status", "b1", trace.At.AddMilliseconds(1))));
    }

    [Fact]
    public async Task ReadAtOnce_SeesOneMoment_AndReadTheLastCommit()
    {
        await using var store = new OpenStore(Place());
        Assert.Equal((0L, 0L, 1L), store.Database.ReadAtOnce(connection =>
        {
            var before = Count(connection);
            store.Database.WriteAsync(other => other.Execute("INSERT INTO suppression (route, rule, count, last_seen) VALUES ('r', 'x', 1, 1)"), durable: false, Token).GetAwaiter().GetResult();
            return (before, Count(connection), store.Database.Read(Count));
        }));

        static long Count(DbConnection connection) => (long)connection.Scalar("SELECT count(*) FROM suppression")!;
    }

    [Fact]
    public async Task Examples_LargerThanTheLimit_GoOldestFirst_AndCountsStay()
    {
        const long Limit = 1024 * 1024;
        await using var store = new OpenStore(Place(), new FakeTimeProvider(), examples => examples.ExamplesPerDivergence = 100, retention => retention.MaxDatabaseBytes = Limit);
        var largest = 0L;
        for (var i = 0; i < 40; i++)
        {
            await CompareAsync(i);
            await store.Writer.TryFlushAsync(Token);
            largest = Math.Max(largest, store.Database.Ask(engine => engine.UsedBytes()));
        }

        await CompareAsync(40);
        await store.Writer.FlushAsync(Token);
        Assert.InRange(largest, Limit / 4, Limit);
        Assert.Equal(41L, store.Database.Read(connection => connection.Scalar("SELECT CAST(sum(count) AS BIGINT) FROM divergence")));
        Assert.InRange((long)store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM exchange"))!, 1, 36);
        Assert.Equal(1L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM example e JOIN divergence d USING (fingerprint) WHERE d.at = 'body /k40'")));

        Task CompareAsync(int number) => store.CompareAsync(Pairs.Json("{}", $$"""{"k{{number}}":"{{Convert.ToBase64String(Answers.Pattern(20_000, number))}}"}"""));
    }

    [Fact]
    public async Task Write_ThatFails_LeavesNothing()
    {
        await using var store = new OpenStore(Place());
        await Assert.ThrowsAsync<StoreException>(() => store.Database.WriteAsync(
            connection =>
            {
                connection.Execute("INSERT INTO suppression (route, rule, count, last_seen) VALUES ('r', 'x', 1, 1)");
                connection.Execute("INSERT INTO nowhere VALUES (1)");
            },
            durable: true,
            Token));
        Assert.Equal(0L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM suppression")));
    }

    /// <summary>Each adds what it has counted to what is there.</summary>
    [Fact]
    public async Task TwoStores_OnOneDatabase_AddUp()
    {
        await using (var first = new OpenStore(Place()))
        {
            await using var second = new OpenStore(Place());
            foreach (var store in (OpenStore[])[first, second, first])
            {
                await store.CompareAsync(Pairs.Json("[1]", "[2]"));
                await store.Writer.FlushAsync(Token);
            }
        }

        await using var last = new OpenStore(Place());
        Assert.Equal(3, last.Board.Current()["status"].Diverged);
        Assert.Equal(3, Assert.Single(Assert.Single((await last.Reports.ReadAsync(Token)).Routes).Divergences).Count);
    }
}

public sealed class SqliteStoreTests() : StoreTests(TestEngine.Sqlite());

public sealed class PostgresqlStoreTests() : StoreTests(TestEngine.Postgresql());
