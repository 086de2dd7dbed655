using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>The database as one file of SQLite's: all writes go through one connection.</summary>
/// <param name="path">Its full path.</param>
/// <param name="migrations">What tables it has.</param>
internal sealed class SqliteEngine(string path, Migrations migrations) : IDatabaseEngine
{
    private readonly DatabaseFile _file = new(path, migrations);

    /// <inheritdoc/>
    public event Action<DatabaseRepair>? Repaired
    {
        add => _file.Repaired += value;
        remove => _file.Repaired -= value;
    }

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public string Place => "the disk or share that it is on";

    /// <inheritdoc/>
    public bool IsOpen => _file.IsOpen;

    /// <inheritdoc/>
    public string? Notice => _file.Notice;

    /// <inheritdoc/>
    public string? Hanging => null;

    /// <inheritdoc/>
    public int Repairs => _file.Repairs;

    /// <inheritdoc/>
    public int Losses => _file.Losses;

    /// <inheritdoc/>
    public void Open() => _file.Open();

    /// <inheritdoc/>
    public void Write(Action<DbConnection> work, bool durable) => _file.Write(connection =>
    {
        connection.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        using var transaction = connection.BeginTransaction();
        work(connection);
        transaction.Commit();
    });

    /// <inheritdoc/>
    public void Maintain(Action<DbConnection> work) => _file.Write(work);

    /// <inheritdoc/>
    public T Read<T>(Func<DbConnection, T> work) => _file.Read(work);

    /// <inheritdoc/>
    public T ReadAtOnce<T>(Func<DbConnection, T> work) => _file.Read(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(connection);
    });

    /// <inheritdoc/>
    public void Check() => _file.Check();

    /// <inheritdoc/>
    public bool IsDamage(DbException exception) => exception is SqliteException failure && SqliteCodes.IsDamage(failure);

    /// <inheritdoc/>
    public void Mend(DbException found, int repairs) => _file.MendFor((SqliteException)found, repairs);

    /// <inheritdoc/>
    public StoreException Failed(string what, DbException exception)
    {
        var advice = IsDamage(exception) ? "Move the file away, or put a backup in its place: a start sets a damaged one aside and begins anew." : "Check the disk's free space and the file's permissions.";
        return new($"{path}: {what} failed ({exception.Message}). {advice}", exception);
    }

    /// <inheritdoc/>
    public int? VersionThere()
    {
        if (!File.Exists(path))
            return null;

        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return FileSchema.VersionOf(connection);
    }

    /// <inheritdoc/>
    public void CopyTo(string copy) => _file.Write(connection => connection.Execute("VACUUM INTO @path", ("@path", copy)));

    /// <inheritdoc/>
    public DatabaseBytes Size() => new(Length(path), Length(path + "-wal"));

    /// <inheritdoc/>
    public long AllBytes() => _file.Read(static connection => Pragma(connection, "page_count") * Pragma(connection, "page_size"));

    /// <inheritdoc/>
    public long UsedBytes() => _file.Read(static connection => (Pragma(connection, "page_count") - Pragma(connection, "freelist_count")) * Pragma(connection, "page_size"));

    /// <inheritdoc/>
    public void GiveBack() => _file.Write(static connection =>
    {
        connection.Query("PRAGMA incremental_vacuum", static row => 0); // a step for each page: it has to be read to its end
        connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static long Pragma(SqliteConnection connection, string name) => (long)connection.Scalar($"PRAGMA {name}")!;

    private static long Length(string file) => new FileInfo(file) is { Exists: true } there ? there.Length : 0;
}
