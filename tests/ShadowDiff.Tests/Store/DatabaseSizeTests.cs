using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Store;
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

    private static string Filler(int seed) => Convert.ToBase64String(Answers.Pattern(60_000, seed));
}
