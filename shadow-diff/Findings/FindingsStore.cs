using System.Data.Common;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Findings;

/// <summary>Carries findings from memory to the database, and deletes examples that are too old or too many. Counts and divergences stay.</summary>
internal sealed class FindingsStore(DivergenceRegister register, IModernBuild build, IOptions<ExampleOptions> options) : IStoreFeature
{
    /// <summary>Examples deleted in one transaction, so that other writers get their turn.</summary>
    private const int Batch = 200;

    public IEnumerable<Migration> Migrations =>
    [
        new(
            1,
            """
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
            Part: 3,
            Parts: 3),
        new(
            3,
            """
            CREATE TABLE divergence_set (
                route TEXT NOT NULL, hour INTEGER NOT NULL, fingerprints TEXT NOT NULL, count INTEGER NOT NULL,
                PRIMARY KEY (route, hour, fingerprints)) STRICT, WITHOUT ROWID;
            """,
            Part: 2,
            Parts: 3),
        new(
            4,
            """
            ALTER TABLE divergence ADD COLUMN transient INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE divergence ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
            """,
            Part: 2,
            Parts: 3),
        new(
            7,
            """
            CREATE TABLE divergence_build (
                route TEXT NOT NULL, hour INTEGER NOT NULL, build TEXT NOT NULL, fingerprints TEXT NOT NULL, count INTEGER NOT NULL,
                PRIMARY KEY (route, hour, build, fingerprints)) STRICT, WITHOUT ROWID;
            INSERT INTO divergence_build (route, hour, build, fingerprints, count) SELECT route, hour, '', fingerprints, count FROM divergence_set;
            DROP TABLE divergence_set;
            ALTER TABLE divergence_build RENAME TO divergence_set;
            """,
            Part: 2,
            Parts: 2),
        new(16, "ALTER TABLE exchange ADD COLUMN trace_id TEXT;"),
    ];

    public void Load(DbConnection connection)
    {
        foreach (var (fingerprint, route, examples, last, isStable, passed, isCritical) in connection.Query(
            """
            SELECT d.fingerprint, d.route, count(e.exchange), coalesce(max(x.at), 0), d.count > d.transient + d.state, d.transient, d.kind, d.at, d.on_purpose
            FROM divergence d LEFT JOIN example e USING (fingerprint) LEFT JOIN exchange x ON x.id = e.exchange GROUP BY d.fingerprint
            """,
            row => (row.GetString(0), row.GetString(1), row.GetInt32(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetBoolean(4), row.GetInt64(5), row.IsDBNull(8) && Severity.IsCritical(row.GetString(6), row.GetString(7)))))
        {
            register.Load(fingerprint, route, examples, last, isStable, passed, isCritical);
        }
    }

    /// <remarks>What lasts is known of this run too; examples are wanted again.</remarks>
    public void BeginAnew(DbConnection connection) => register.ForgetExamples();

    public PendingWrite? Take()
    {
        var found = register.Take();
        return found.IsEmpty ? null : new(
            (connection, at) => FindingsTable.Write(connection, found, options.Value.ExamplesPerDivergence, StoreHour.Of(at), build.BuildOf), () => register.Return(found));
    }

    public void DeleteOld(DbConnection connection, DateTimeOffset now, DateTimeOffset oldest)
    {
        connection.Execute("DELETE FROM exchange WHERE at < @oldest", ("@oldest", oldest.ToUnixTimeMilliseconds()));
        connection.Execute("DELETE FROM exchange WHERE id NOT IN (SELECT id FROM exchange ORDER BY id DESC LIMIT @max)", ("@max", options.Value.MaxExamples));
        connection.Execute("DELETE FROM exchange WHERE NOT EXISTS (SELECT 1 FROM example WHERE example.exchange = exchange.id)");
        connection.Execute("DELETE FROM divergence_set WHERE hour < @first", ("@first", StoreHour.Oldest(now)));
    }

    public int Shrink(DbConnection connection) => connection.Execute(
        "DELETE FROM exchange WHERE id IN (SELECT id FROM exchange ORDER BY id LIMIT @batch)", ("@batch", Batch));
}
