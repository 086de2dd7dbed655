using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Sqlite;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Store;

public sealed class DatabaseSizeTests
{
    private const long Limit = 16 * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flush_MoreExamplesThanMayBeKept_StaysUnderTheLimitAndKeepsTheCounts()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("gateway.db");
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var store = new OpenStore(path, time, examples => examples.ExamplesPerDivergence = 100, retention => retention.MaxDatabaseBytes = Limit);
        var largest = 0L;
        for (var i = 0; i < 400; i++)
        {
            await store.CompareAsync(Pairs.Json("{}", $$"""{"k{{i}}":"{{Filler(i)}}"}"""));
            if (i % 20 == 0)
            {
                await store.Writer.TryFlushAsync(Token);
                largest = Math.Max(largest, new FileInfo(path).Length + new FileInfo(path + "-wal").Length);
            }
        }

        await store.Writer.TryFlushAsync(Token);

        Assert.InRange(largest, Limit / 2, Limit);
        Assert.Equal(400L, store.Database.Read(connection => connection.Scalar("SELECT sum(count) FROM divergence")));
        var kept = (long)store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM exchange"))!;
        Assert.InRange(kept, 20, 380);
        Assert.Equal(1L, store.Database.Read(connection => connection.Scalar("SELECT count(*) FROM example e JOIN divergence d USING (fingerprint) WHERE d.at = 'body /k399'")));
        Assert.Equal("ok", store.Database.Read(connection => connection.Scalar("PRAGMA integrity_check")));
    }

    [Fact]
    public async Task Open_DatabaseOfTheFirstVersion_IsMigratedAndCanShrink()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("gateway.db");
        await EarlierDatabase.CreateAsync(
            path,
            version: 1,
            """
            INSERT INTO coverage (route, outcome, count) VALUES ('status', 'diverged', 3);
            INSERT INTO divergence (fingerprint, route, at, kind, status_legacy, status_modern, on_purpose, count, first_seen, last_seen)
            VALUES ('f', 'status', 'body /a', 'value', 200, 200, NULL, 3, 1, 2)
            """);

        await using var store = new OpenStore(path);

        Assert.Equal(3, store.Board.Current()["status"].Diverged);
        var divergence = Assert.Single(Assert.Single((await store.Reports.ReadAsync(Token)).Routes).Divergences);
        Assert.Equal((3L, 0L, 0L), (divergence.Count, divergence.Transient, divergence.OfState));
        Assert.True(store.Divergences.IsStable(divergence.Fingerprint));
        Assert.Equal(2L, store.Database.Read(connection => connection.Scalar("PRAGMA auto_vacuum")));
        Assert.Equal(16L, store.Database.Read(connection => connection.Scalar("PRAGMA user_version")));
    }

    /// <summary>A server keeps the room of what was deleted, and says how much of it is used only by reading all of it.</summary>
    [Fact]
    public async Task Limit_OfAnEngineThatKeepsItsRoom_LooksAgainWhenThatIsUsedUp()
    {
        using var folder = new TemporaryFolder();
        var (engine, roomy) = RoomyEngine.Create(new SqliteEngine(folder.Combine("gateway.db"), new Migrations([])));
        using var database = new GatewayDatabase(engine, schemaVersion: 0);
        var size = new DatabaseSize(database, [], Options.Create(new RetentionOptions { MaxDatabaseBytes = Limit }), NullLogger<DatabaseSize>.Instance);
        (roomy.All, roomy.Used) = (Limit / 8 * 6, Limit / 4);

        await size.LimitAsync(Token);
        var once = roomy.Looks;
        await size.LimitAsync(Token);
        Assert.Equal((true, once), (once > 0, roomy.Looks));

        roomy.All++;
        await size.LimitAsync(Token);
        Assert.Equal(2 * once, roomy.Looks);
    }

    /// <summary>An engine that has given back nothing, and counts how often it was asked what is used.</summary>
    public class RoomyEngine : DispatchProxy
    {
        private IDatabaseEngine _inner = null!;

        public long All { get; set; }

        public long Used { get; set; }

        public int Looks { get; private set; }

        internal static (IDatabaseEngine Engine, RoomyEngine Roomy) Create(IDatabaseEngine inner)
        {
            var engine = Create<IDatabaseEngine, RoomyEngine>();
            var roomy = (RoomyEngine)(object)engine;
            roomy._inner = inner;
            return (engine, roomy);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case nameof(IDatabaseEngine.AllBytes):
                    return All;
                case nameof(IDatabaseEngine.UsedBytes):
                    Looks++;
                    return Used;
                default:
                    return targetMethod.Invoke(_inner, args);
            }
        }
    }

    private static string Filler(int seed) => Convert.ToBase64String(Answers.Pattern(60_000, seed));
}
