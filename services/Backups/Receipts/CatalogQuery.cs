using Microsoft.Data.Sqlite;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// Looks files up in an open database, one after another. Each backup adds two rows, and a name may have been stored by many (contract 12,
/// Q36): the rows of the last backup count and are combined. A column or table that the schema lacks is reported as unknown.
/// </summary>
internal sealed class CatalogQuery : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter _name;

    public CatalogQuery(SqliteConnection connection)
    {
        var files = Columns(connection, "files");
        var clients = Columns(connection, "clients");
        var client = clients.IsSupersetOf(["ID", "Name"]) && files.Contains("ClientID") ? "(SELECT c.Name FROM clients c WHERE c.ID = f.ClientID)" : "NULL";
        var stored = $"{Column("ModificationDate")} || '/' || {(files.Contains("ClientID") ? "hex(f.ClientID)" : "''")}";
        _command = connection.CreateCommand();
        _command.CommandText = files.Contains("FileName")
            ? $"SELECT {Column("Verified")}, {Column("CRC")}, {client}, {stored} FROM files f WHERE f.FileName = $name ORDER BY {Column("ModificationDate")} DESC, rowid DESC"
            : "SELECT NULL, NULL, NULL, NULL WHERE $name IS NULL";
        _name = _command.Parameters.Add("$name", SqliteType.Text);

        string Column(string name) => files.Contains(name) ? "f." + name : "NULL";
    }

    public CatalogEntry Find(string name)
    {
        _name.Value = name;
        using var rows = _command.ExecuteReader();
        if (!rows.Read())
            return CatalogEntry.Unknown;
        var last = rows.GetValue(3);
        var entry = Read(rows);
        while (rows.Read() && rows.GetValue(3).Equals(last))
            entry = Join(entry, Read(rows));
        return entry;
    }

    public void Dispose() => _command.Dispose();

    private static CatalogEntry Join(CatalogEntry entry, CatalogEntry other) => new(
        entry.Verified is null && other.Verified is null ? null : entry.Verified == true || other.Verified == true,
        entry.Crc ?? other.Crc,
        entry.Client ?? other.Client);

    // SQLite stores any type in any column: anything but a number or text counts as unknown.
    private static CatalogEntry Read(SqliteDataReader row) => new(
        row.GetValue(0) is long verified ? verified != 0 : null, row.GetValue(1) as long?, row.GetValue(2) as string);

    private static HashSet<string> Columns(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        using var rows = command.ExecuteReader();
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        while (rows.Read())
            names.Add(rows.GetString(0));
        return names;
    }
}
