using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;

namespace Strangler.ShadowDiff.Store.Postgres;

/// <summary>The tables on the server: their version (<c>schema_version</c>), and how large they are. They are those of the first schema of the search path.</summary>
internal static class ServerSchema
{
    /// <summary>Names the lock under which one gateway at a time makes tables.</summary>
    private const long Lock = 0x73747261_6E676C72;

    /// <summary>What a row takes beside its columns.</summary>
    private const int RowBytes = 28;

    /// <summary>Brings the schema to a version, all of it in one transaction.</summary>
    /// <param name="migrations">The steps.</param>
    /// <param name="connection">To the database.</param>
    /// <param name="name">Its name, for the message.</param>
    /// <param name="to">The version; null for the newest.</param>
    /// <exception cref="StoreException">The database is of a newer version.</exception>
    public static void Apply(this Migrations migrations, NpgsqlConnection connection, string name, int? to = null)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("SELECT pg_advisory_xact_lock(@lock)", ("@lock", Lock));
        var version = VersionOf(connection);
        if (version is null)
        {
            connection.Execute("CREATE TABLE schema_version (version BIGINT NOT NULL)");
            connection.Execute("INSERT INTO schema_version (version) VALUES (0)");
            connection.Execute("CREATE TABLE last_batch (gateway TEXT PRIMARY KEY, number BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL)");
        }

        foreach (var (_, sql) in migrations.Steps(version ?? 0, to, name, "Store:ConnectionString to another database"))
            connection.Execute(ServerWords.Of(sql));

        connection.Execute("UPDATE schema_version SET version = @version WHERE version < @version", ("@version", (long)(to ?? migrations.Newest)));
        transaction.Commit();
    }

    /// <summary>Null where there is none yet.</summary>
    public static int? VersionOf(NpgsqlConnection connection) =>
        connection.Scalar("SELECT to_regclass('schema_version')::text") is null ? null : Convert.ToInt32(connection.Scalar("SELECT version FROM schema_version"), CultureInfo.InvariantCulture);

    /// <summary>Bytes of the tables and their indexes.</summary>
    public static long TableBytes(NpgsqlConnection connection) =>
        (long)connection.Scalar("SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace")!;

    /// <summary>Bytes of the rows, as they are stored: what is deleted counts no more, although the file is as long as before.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Names come from the catalogue, quoted by the server.")]
    public static long UsedBytes(NpgsqlConnection connection)
    {
        var sums = connection.Query(
            """
            SELECT format('SELECT coalesce(sum(%s), 0) AS bytes FROM %I', string_agg(format('coalesce(pg_column_size(%I), 0)', a.attname), ' + '), c.relname)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace GROUP BY c.relname
            """,
            row => row.GetString(0).Replace("sum(", $"sum({RowBytes} + ", StringComparison.Ordinal));
        return (long)connection.Scalar($"SELECT coalesce(sum(bytes), 0)::bigint FROM ({string.Join(" UNION ALL ", sums)}) tables")!;
    }
}
