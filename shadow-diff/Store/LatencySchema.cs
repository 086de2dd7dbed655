namespace Strangler.ShadowDiff.Store;

/// <summary>
/// Latencies by day (days since 1970, UTC). When those were measured that earlier versions kept is not known: they go to
/// <see cref="LatencyTable.Undated"/>, belong to the whole and count in no window.
/// </summary>
internal static class LatencySchema
{
    public const string Step =
        """
        CREATE TABLE latency_day (
            route TEXT NOT NULL, side TEXT NOT NULL, day INTEGER NOT NULL, histogram BLOB NOT NULL,
            PRIMARY KEY (route, side, day)) STRICT, WITHOUT ROWID;
        INSERT INTO latency_day (route, side, day, histogram) SELECT route, side, 0, histogram FROM latency;
        DROP TABLE latency;
        """;
}
