using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store.Sqlite;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>A file of SQLite's.</summary>
internal sealed class HeldFile : HeldDatabase
{
    private readonly Migrations _migrations;
    private readonly SqliteEngine _words;
    private readonly SqliteConnection _connection;

    /// <param name="path">Its full path.</param>
    /// <param name="migrations">What tables it has.</param>
    /// <param name="isSource">Whether it has to be there, with a gateway's tables; nothing is done to any other file.</param>
    /// <exception cref="StoreException">It cannot be used, or another program has it.</exception>
    public HeldFile(string path, Migrations migrations, bool isSource)
    {
        (Name, _migrations, _words) = (path, migrations, new(path, migrations));
        var way = DatabaseFile.Writing(path);
        if (isSource)
        {
            if (!File.Exists(path))
                throw new StoreException($"{path}: there is no such file.") { IsSetting = true };

            DatabaseOpening.ThrowIfHeld(path, way);
            if (Try("reading", _words.VersionThere) is null or 0)
                throw new StoreException($"{path} holds no tables of a gateway's.");
        }

        _connection = DatabaseOpening.Open(path, way, migrations: null);
    }

    public override string Name { get; }

    public override string OwnNumbers => "";

    public override string Settings => $"Set ShadowDiff:Database to {Name} and Store:Provider to sqlite, without Store:ConnectionString";

    public override int Version => Read(() => FileSchema.VersionOf(_connection));

    public override DbConnection Connection => _connection;

    public override void ThrowIfUsed()
    {
        // Whoever has a file keeps all others off.
    }

    public override void Migrate() => Try("writing", () =>
    {
        _migrations.Apply(_connection, Name);
        return true;
    });

    public override void SetVersion(int version) => _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));

    public override void ContinueNumbers(MovedTable table)
    {
        // SQLite goes by the largest number itself.
    }

    public override void Dispose() => _connection.Dispose();

    protected override StoreException Failed(string what, DbException exception) => _words.Failed(what, exception);
}
