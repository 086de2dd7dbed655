using System.Data.Common;
using System.Text.Json;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Traces;

/// <summary>Table <c>trace</c>: what each run of equal jobs has shown of a route, with the build of modern that it speaks of.</summary>
internal sealed class TraceTable : IStoreFeature
{
    public IEnumerable<Migration> Migrations =>
    [
        new(
            9,
            """
            CREATE TABLE trace (
                route TEXT NOT NULL, build TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL,
                jobs INTEGER NOT NULL, compared INTEGER NOT NULL, diverged INTEGER NOT NULL, divergences TEXT NOT NULL) STRICT;
            CREATE INDEX trace_route ON trace (route, build, at);
            """,
            Part: 2,
            Parts: 2),
    ];

    public void DeleteOld(DbConnection connection, DateTimeOffset now, DateTimeOffset oldest) =>
        connection.Execute("DELETE FROM trace WHERE at < @oldest", ("@oldest", StoreHour.Start(StoreHour.Oldest(now)).ToUnixTimeMilliseconds()));

    /// <summary>The last run, since a moment; null when there is none.</summary>
    public static TraceEvidence? Newest(DbConnection connection, string route, string build, DateTimeOffset since) => connection.Query(
        """
        SELECT at, who, jobs, compared, diverged, divergences FROM trace
        WHERE route = @route AND build = @build AND at >= @since ORDER BY at DESC, rowid DESC LIMIT 1
        """,
        row => new TraceEvidence(
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
            row.GetString(1),
            row.GetInt32(2),
            row.GetInt64(3),
            row.GetInt64(4),
            JsonSerializer.Deserialize(row.GetString(5), TraceJson.Default.IReadOnlyListString) ?? []),
        ("@route", route), ("@build", build), ("@since", since.ToUnixTimeMilliseconds())).SingleOrDefault();

    public static void Insert(DbConnection connection, string route, string build, TraceEvidence trace) => connection.Execute(
        """
        INSERT INTO trace (route, build, at, who, jobs, compared, diverged, divergences)
        VALUES (@route, @build, @at, @who, @jobs, @compared, @diverged, @divergences)
        """,
        ("@route", route),
        ("@build", build),
        ("@at", trace.At.ToUnixTimeMilliseconds()),
        ("@who", trace.Who),
        ("@jobs", trace.Jobs),
        ("@compared", trace.Compared),
        ("@diverged", trace.Diverged),
        ("@divergences", JsonSerializer.Serialize(trace.Divergences, TraceJson.Default.IReadOnlyListString)));
}
