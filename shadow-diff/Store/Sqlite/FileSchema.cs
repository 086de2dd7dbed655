using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>The version of a file's schema (<c>user_version</c>).</summary>
internal static class FileSchema
{
    public static int VersionOf(SqliteConnection connection) => (int)(long)connection.Scalar("PRAGMA user_version")!;

    /// <summary>Brings the database to a version, each in a transaction of its own.</summary>
    /// <param name="migrations">The steps.</param>
    /// <param name="connection">The database.</param>
    /// <param name="path">Its file, for the message.</param>
    /// <param name="to">The version; null for the newest.</param>
    /// <exception cref="StoreException">The database is of a newer version.</exception>
    public static void Apply(this Migrations migrations, SqliteConnection connection, string path, int? to = null)
    {
        foreach (var (version, sql) in migrations.Steps(VersionOf(connection), to, path, "ShadowDiff:Database to another file"))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(sql);
            connection.Execute($"PRAGMA user_version = {version}");
            transaction.Commit();
        }
    }
}
