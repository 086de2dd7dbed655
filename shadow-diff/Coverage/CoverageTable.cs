using System.Data.Common;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>Counts of exchanges by route and outcome: in all (<c>coverage</c>) and by hour and build of modern (<c>coverage_hour</c>).</summary>
internal static class CoverageTable
{
    public static IReadOnlyList<(string Route, string Outcome, long Count)> Read(DbConnection connection) => connection.Query(
        "SELECT route, outcome, count FROM coverage", row => (row.GetString(0), row.GetString(1), row.GetInt64(2)));

    /// <summary>A route's counts by outcome in some hours.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="route">The route.</param>
    /// <param name="first">The first hour.</param>
    /// <param name="end">The hour after the last.</param>
    /// <param name="build">Null for all.</param>
    public static IReadOnlyList<(string Outcome, long Count)> ReadHours(DbConnection connection, string route, long first, long end, string? build) => connection.Query(
        """
        SELECT outcome, CAST(sum(count) AS BIGINT) FROM coverage_hour
        WHERE route = @route AND hour >= @first AND hour < @end AND (build = @build OR @build IS NULL) GROUP BY outcome
        """,
        row => (row.GetString(0), row.GetInt64(1)),
        ("@route", route), ("@first", first), ("@end", end), ("@build", build));

    /// <summary>The builds of modern that a route's counts are of, each with its first and last hour, the one that came first first.</summary>
    public static IReadOnlyList<(string Build, long First, long Last)> Builds(DbConnection connection, string route) => connection.Query(
        "SELECT build, min(hour), max(hour) FROM coverage_hour WHERE route = @route GROUP BY build ORDER BY min(hour), max(hour), build",
        row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
        ("@route", route));

    public static void Add(DbConnection connection, string route, string outcome, long count) => connection.Execute(
        "INSERT INTO coverage (route, outcome, count) VALUES (@route, @outcome, @count) ON CONFLICT (route, outcome) DO UPDATE SET count = coverage.count + excluded.count",
        ("@route", route), ("@outcome", outcome), ("@count", count));

    public static void AddToHour(DbConnection connection, string route, long hour, string build, string outcome, long count) => connection.Execute(
        """
        INSERT INTO coverage_hour (route, hour, build, outcome, count) VALUES (@route, @hour, @build, @outcome, @count)
        ON CONFLICT (route, hour, build, outcome) DO UPDATE SET count = coverage_hour.count + excluded.count
        """,
        ("@route", route), ("@hour", hour), ("@build", build), ("@outcome", outcome), ("@count", count));

    /// <param name="first">The first hour that stays.</param>
    public static void DeleteHours(DbConnection connection, long first) =>
        connection.Execute("DELETE FROM coverage_hour WHERE hour < @first", ("@first", first));
}
