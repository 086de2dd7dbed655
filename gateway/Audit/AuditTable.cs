using System.Data.Common;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Audit;

/// <summary>Table <c>audit</c> of <c>gateway.db</c>. Nothing in it is ever deleted.</summary>
internal sealed class AuditTable : IStoreFeature, ITriageAudit
{
    private const string Columns = "id, at, who, why, route, before, after, file";

    public IEnumerable<Migration> Migrations =>
    [
        new(
            1,
            """
            CREATE TABLE audit (
                id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
                route TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL) STRICT;
            """,
            Part: 1,
            Parts: 3),
        new(10, "ALTER TABLE audit ADD COLUMN file TEXT;"),
    ];

    /// <inheritdoc/>
    public void Add(DbConnection connection, TriageChange change) =>
        Insert(connection, new(0, change.At, change.Who, change.Why, change.Divergence, change.Before, change.After));

    public static IReadOnlyList<AuditEntry> Find(DbConnection connection, AuditQuery query) => connection.Query(
        $"""
        SELECT {Columns} FROM audit
        WHERE (route = @route OR @route IS NULL) AND (lower(who) LIKE @who ESCAPE '!' OR @who IS NULL) AND (id < @before OR @before IS NULL)
        ORDER BY id DESC LIMIT @limit
        """,
        Entry,
        ("@route", query.Route),
        ("@who", query.Who is { } part ? $"%{string.Concat(part.Select(Pattern))}%" : null),
        ("@before", query.Before < 0 ? null : query.Before), // what is in the database is older than all that waits for it
        ("@limit", query.Limit));

    /// <param name="connection">To the database.</param>
    /// <param name="file">The <c>features.json</c> whose flags are asked for.</param>
    public static IReadOnlyList<AuditEntry> LatestByRoute(DbConnection connection, string file) => connection.Query(
        $"SELECT {Columns} FROM audit WHERE id IN (SELECT max(id) FROM audit WHERE before <> after AND (file IS NULL OR file = @file) GROUP BY route)",
        Entry,
        ("@file", file));

    public static AuditEntry? Find(DbConnection connection, long id) =>
        connection.Query($"SELECT {Columns} FROM audit WHERE id = @id", Entry, ("@id", id)).SingleOrDefault();

    /// <summary>Returns the entry's id.</summary>
    public static long Insert(DbConnection connection, AuditEntry entry) => (long)connection.Scalar(
        "INSERT INTO audit (at, who, why, route, before, after, file) VALUES (@at, @who, @why, @route, @before, @after, @file) RETURNING id",
        ("@at", entry.At.ToUnixTimeMilliseconds()),
        ("@who", entry.Who),
        ("@why", entry.Why),
        ("@route", entry.Route),
        ("@before", entry.Before),
        ("@after", entry.After),
        ("@file", entry.File))!;

    /// <summary>A letter in <c>LIKE</c>, in the case that <c>lower</c> gives it: of ASCII alone, with every engine.</summary>
    private static string Pattern(char letter) => letter is '!' or '%' or '_' ? $"!{letter}" : char.IsAsciiLetterUpper(letter) ? $"{(char)(letter | 0x20)}" : $"{letter}";

    private static AuditEntry Entry(Row row) => new(
        row.GetInt64(0),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetText(7));
}
