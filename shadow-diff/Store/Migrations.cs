using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>The schema's versions in order. A version that has been released is never edited; a change is a new one at the end.</summary>
internal static class Migrations
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
            route TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL) STRICT;
        CREATE TABLE coverage (
            route TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (route, outcome)) STRICT, WITHOUT ROWID;
        CREATE TABLE latency (
            route TEXT NOT NULL, side TEXT NOT NULL, histogram BLOB NOT NULL, PRIMARY KEY (route, side)) STRICT, WITHOUT ROWID;
        CREATE TABLE suppression (
            route TEXT NOT NULL, rule TEXT NOT NULL, count INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            PRIMARY KEY (route, rule)) STRICT, WITHOUT ROWID;
        CREATE TABLE divergence (
            fingerprint TEXT PRIMARY KEY, route TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL,
            status_legacy INTEGER NOT NULL, status_modern INTEGER NOT NULL, on_purpose TEXT,
            count INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX divergence_route ON divergence (route, last_seen);
        CREATE TABLE exchange (
            id INTEGER PRIMARY KEY, route TEXT NOT NULL, at INTEGER NOT NULL, served_by TEXT NOT NULL,
            request TEXT NOT NULL, legacy TEXT NOT NULL, modern TEXT NOT NULL) STRICT;
        CREATE INDEX exchange_at ON exchange (at);
        CREATE TABLE example (
            fingerprint TEXT NOT NULL, exchange INTEGER NOT NULL REFERENCES exchange (id) ON DELETE CASCADE,
            at TEXT NOT NULL, legacy_value TEXT, modern_value TEXT, PRIMARY KEY (fingerprint, exchange)) STRICT, WITHOUT ROWID;
        CREATE INDEX example_exchange ON example (exchange);
        """,
        JobMigration.Step,
        SignOffSchema.Step,
        NoiseSchema.Step,
        LatencySchema.Step,
    ];

    /// <summary>The version this program writes.</summary>
    public static int Newest => Steps.Length;

    /// <summary>Brings the database to <see cref="Newest"/>, each step in a transaction of its own.</summary>
    /// <exception cref="StoreException">The database is of a newer version.</exception>
    public static void Apply(SqliteConnection connection, string path) => Apply(connection, path, Newest);

    /// <summary>Brings the database to a version and no further.</summary>
    public static void Apply(SqliteConnection connection, string path, int to)
    {
        var version = (int)(long)connection.Scalar("PRAGMA user_version")!;
        if (version > Newest)
        {
            throw new StoreException(
                $"{path}: the database has schema version {version}, and this program knows versions up to {Newest}. "
                + "Run the newer program that wrote it, or set ShadowDiff:Database to another file.");
        }

        for (var step = version; step < to; step++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Steps[step]);
            connection.Execute($"PRAGMA user_version = {step + 1}");
            transaction.Commit();
        }
    }
}
