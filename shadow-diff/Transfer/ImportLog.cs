using System.Data.Common;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>The exports whose content this database has: those it took in, and those it made.</summary>
internal sealed class ImportLog : IStoreFeature
{
    public IEnumerable<Migration> Migrations =>
    [
        new(4, "CREATE TABLE import (export TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;", Part: 3, Parts: 3),
    ];

    public static bool Has(DbConnection connection, string export) =>
        connection.Scalar("SELECT 1 FROM import WHERE export = @export", ("@export", export)) is not null;

    public static void Add(DbConnection connection, string export, DateTimeOffset at) => connection.Execute(
        "INSERT INTO import (export, at) VALUES (@export, @at)", ("@export", export), ("@at", at.ToUnixTimeMilliseconds()));
}
