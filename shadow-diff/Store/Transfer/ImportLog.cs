using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store.Transfer;

/// <summary>The exports whose content this database has: those it took in, and those it made.</summary>
internal static class ImportLog
{
    public static bool Has(SqliteConnection connection, string export) =>
        connection.Scalar("SELECT 1 FROM import WHERE export = @export", ("@export", export)) is not null;

    public static void Add(SqliteConnection connection, string export, DateTimeOffset at) => connection.Execute(
        "INSERT INTO import (export, at) VALUES (@export, @at)", ("@export", export), ("@at", at.ToUnixTimeMilliseconds()));
}
