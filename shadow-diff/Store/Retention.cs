using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>Deletes examples that are too old or too many. Counts, divergences and audit stay.</summary>
internal static class Retention
{
    public static void Apply(SqliteConnection connection, DateTimeOffset oldest, int maxExamples)
    {
        connection.Execute("DELETE FROM exchange WHERE at < @oldest", ("@oldest", oldest.ToUnixTimeMilliseconds()));
        connection.Execute("DELETE FROM exchange WHERE id NOT IN (SELECT id FROM exchange ORDER BY id DESC LIMIT @max)", ("@max", maxExamples));
        connection.Execute("DELETE FROM exchange WHERE NOT EXISTS (SELECT 1 FROM example WHERE exchange = exchange.id)");
    }

    /// <summary>Deletes counts by hour from before an hour, and latencies by day from before its day; counts and latencies in all stay.</summary>
    public static void ForgetHours(SqliteConnection connection, long first)
    {
        connection.Execute("DELETE FROM coverage_hour WHERE hour < @first; DELETE FROM divergence_set WHERE hour < @first", ("@first", first));
        LatencyTable.Forget(connection, StoreDay.Of(first));
    }
}
