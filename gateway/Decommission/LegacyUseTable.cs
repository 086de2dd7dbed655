using System.Data.Common;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Decommission;

/// <summary>
/// Table <c>legacy_use</c> of <c>gateway.db</c>: who reached legacy, by day, for each <c>features.json</c>. A route has so many callers a day and no more, and days go with
/// <see cref="RetentionOptions.RetentionDays"/>.
/// </summary>
internal sealed class LegacyUseTable(LegacyUse use, GatewayFiles files, IOptions<DecommissionOptions> options, IHostApplicationLifetime lifetime, TimeProvider time) : IStoreFeature
{
    private const int MostCallersOfADay = 100;
    private const long MillisecondsOfADay = 86_400_000;

    /// <summary>Not with each write of the store: traffic to legacy would have the disk busy all day.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private bool _isBegun;
    private DateTimeOffset _next;

    /// <inheritdoc/>
    public IEnumerable<Migration> Migrations =>
    [
        new(
            15,
            """
            CREATE TABLE legacy_use (
                file TEXT NOT NULL, route TEXT NOT NULL, why TEXT NOT NULL, caller TEXT NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL,
                PRIMARY KEY (file, day, route, why, caller)) STRICT, WITHOUT ROWID;
            CREATE TABLE legacy_use_since (file TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """),
    ];

    private string File => files.Features.File.Path;

    /// <inheritdoc/>
    public void BeginAnew(DbConnection connection) => _isBegun = false;

    /// <inheritdoc/>
    public PendingWrite? Take()
    {
        var now = time.GetUtcNow();
        if (now < _next && !lifetime.ApplicationStopping.IsCancellationRequested)
            return null;

        _next = now + Interval;
        var taken = use.Take();
        if (taken.Count == 0 && _isBegun)
            return null;

        return new((connection, at) => Write(connection, taken, at), Return: () => use.Return(taken), Committed: () => _isBegun = true);
    }

    /// <inheritdoc/>
    public void DeleteOld(DbConnection connection, DateTimeOffset now, DateTimeOffset oldest) =>
        connection.Execute("DELETE FROM legacy_use WHERE day < @day", ("@day", Day(oldest)));

    /// <summary>Since when it is counted; null before the first write.</summary>
    public DateTimeOffset? Since(DbConnection connection) =>
        connection.Scalar("SELECT at FROM legacy_use_since WHERE file = @file", ("@file", File)) is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>When the last request was; null for none.</summary>
    public DateTimeOffset? Last(DbConnection connection) =>
        connection.Scalar("SELECT max(last) FROM legacy_use WHERE file = @file", ("@file", File)) is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Who reached legacy since, the latest first.</summary>
    public IReadOnlyList<(string Route, string Why, string Caller, UseCount Count)> Find(DbConnection connection, DateTimeOffset since) => connection.Query(
        "SELECT route, why, caller, CAST(sum(count) AS BIGINT), max(last) FROM legacy_use WHERE file = @file AND day >= @day GROUP BY route, why, caller HAVING max(last) >= @since ORDER BY max(last) DESC, route, why, caller",
        row => (row.GetString(0), row.GetString(1), row.GetString(2), new UseCount(row.GetInt64(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))),
        ("@file", File), ("@day", Day(since)), ("@since", since.ToUnixTimeMilliseconds()));

    private void Write(DbConnection connection, IReadOnlyDictionary<UseKey, UseCount> taken, DateTimeOffset now)
    {
        connection.Execute("INSERT INTO legacy_use_since (file, at) VALUES (@file, @at) ON CONFLICT DO NOTHING", ("@file", File), ("@at", now.ToUnixTimeMilliseconds()));
        foreach (var ((route, why, address, agent), count) in taken)
        {
            var caller = agent == CallerName.Others ? CallerName.Others : CallerName.Of(address, agent, options.Value.Callers);
            connection.Execute(
                """
                INSERT INTO legacy_use (file, route, why, caller, day, count, last)
                SELECT @file, @route, @why,
                    CASE WHEN (SELECT count(*) FROM legacy_use WHERE file = @file AND day = @day AND route = @route AND why = @why AND caller NOT IN (@caller, @others)) < @most
                        THEN @caller ELSE @others END,
                    @day, @count, @last WHERE true
                ON CONFLICT (file, day, route, why, caller) DO UPDATE SET count = legacy_use.count + excluded.count,
                    last = CASE WHEN legacy_use.last > excluded.last THEN legacy_use.last ELSE excluded.last END
                """,
                ("@file", File), ("@route", route), ("@why", why), ("@caller", caller), ("@day", Day(count.Last)), ("@count", count.Count), ("@last", count.Last.ToUnixTimeMilliseconds()),
                ("@most", (long)MostCallersOfADay), ("@others", CallerName.Others));
        }
    }

    private static long Day(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / MillisecondsOfADay;
}
