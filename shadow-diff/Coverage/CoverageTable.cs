using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>Counts of exchanges by route and outcome: in all (<c>coverage</c>) and by hour and build of modern (<c>coverage_hour</c>).</summary>
internal static class CoverageTable
{
    public static IReadOnlyList<(string Route, string Outcome, long Count)> Read(SqliteConnection connection) => connection.Query(
        "SELECT route, outcome, count FROM coverage", row => (row.GetString(0), row.GetString(1), row.GetInt64(2)));

    public static void Add(SqliteConnection connection, string route, string outcome, long count) => connection.Execute(
        "INSERT INTO coverage (route, outcome, count) VALUES (@route, @outcome, @count) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        ("@route", route), ("@outcome", outcome), ("@count", count));

    public static void AddToHour(SqliteConnection connection, string route, long hour, string build, string outcome, long count) => connection.Execute(
        """
        INSERT INTO coverage_hour (route, hour, build, outcome, count) VALUES (@route, @hour, @build, @outcome, @count)
        ON CONFLICT DO UPDATE SET count = count + excluded.count
        """,
        ("@route", route), ("@hour", hour), ("@build", build), ("@outcome", outcome), ("@count", count));

    /// <param name="first">The first hour that stays.</param>
    public static void DeleteHours(SqliteConnection connection, long first) =>
        connection.Execute("DELETE FROM coverage_hour WHERE hour < @first", ("@first", first));
}
