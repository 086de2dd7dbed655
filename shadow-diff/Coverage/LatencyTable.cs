using System.Data.Common;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Coverage;

/// <summary>
/// Histograms of latency by route, side, day and build of modern. All days of a route and side together are what was measured since the database was made;
/// so a day that is too old for any window is not lost but becomes <see cref="Undated"/>.
/// </summary>
internal static class LatencyTable
{
    /// <summary>The day, older than every window, of what has no day any more or never had one.</summary>
    public const long Undated = 0;

    public static void Load(DbConnection connection, CoverageCounts counts)
    {
        foreach (var (route, side, histogram) in connection.Query(
            "SELECT route, side, histogram FROM latency_day", row => (row.GetString(0), row.GetString(1), row.GetBytes(2))))
        {
            counts.For(route).Latency.Load(side, histogram);
        }
    }

    /// <summary>A side's latency from a day on, beside one build, or any where none is named; null when there is none.</summary>
    public static Latency? Read(DbConnection connection, string route, Side side, string? build, long since)
    {
        var sum = new LatencyRecord();
        foreach (var histogram in connection.Query(
            "SELECT histogram FROM latency_day WHERE route = @route AND side = @side AND (build = @build OR @build IS NULL) AND day >= @since",
            row => row.GetBytes(0),
            ("@route", route), ("@side", KebabName<Side>.Of(side)), ("@build", build), ("@since", since)))
        {
            sum.Load(histogram);
        }

        return sum.Read();
    }

    public static void Write(DbConnection connection, IReadOnlyList<UnwrittenLatency> latencies, Func<string, string> buildOf, long day)
    {
        foreach (var latency in latencies)
        {
            Add(connection, latency.Route, KebabName<Side>.Of(Side.Legacy), day, buildOf(latency.Route), latency.Legacy);
            Add(connection, latency.Route, KebabName<Side>.Of(Side.Modern), day, buildOf(latency.Route), latency.Modern);
        }
    }

    /// <summary>Adds to what the day has: another program's entries, and those from before a restart, stay.</summary>
    public static void Add(DbConnection connection, string route, string side, long day, string build, byte[] histogram)
    {
        var sum = new LatencyRecord();
        sum.Load(histogram);
        if (connection.Scalar(
            "SELECT histogram FROM latency_day WHERE route = @route AND side = @side AND day = @day AND build = @build",
            ("@route", route), ("@side", side), ("@day", day), ("@build", build)) is byte[] known)
        {
            sum.Load(known);
        }

        connection.Execute(
            "INSERT INTO latency_day (route, side, day, build, histogram) VALUES (@route, @side, @day, @build, @sum) ON CONFLICT (route, side, day, build) DO UPDATE SET histogram = excluded.histogram",
            ("@route", route), ("@side", side), ("@day", day), ("@build", build), ("@sum", sum.Save()));
    }

    /// <summary>Takes the day from what was measured before one.</summary>
    public static void Forget(DbConnection connection, long first)
    {
        foreach (var (route, side, histogram) in connection.Query(
            "SELECT route, side, histogram FROM latency_day WHERE day < @first AND day <> @undated",
            row => (row.GetString(0), row.GetString(1), row.GetBytes(2)),
            ("@first", first), ("@undated", Undated)))
        {
            Add(connection, route, side, Undated, "", histogram);
        }

        connection.Execute("DELETE FROM latency_day WHERE day < @first AND day <> @undated", ("@first", first), ("@undated", Undated));
    }
}
