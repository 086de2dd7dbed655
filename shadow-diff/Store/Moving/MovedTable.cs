using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store.Sqlite;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>A table of the schema, as the features' migrations make it: the same on every engine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">All that has to be carried over, in the order of the schema.</param>
/// <param name="Key">The columns that order its rows, no two of which are alike in them.</param>
/// <param name="Numbered">The column that the engine numbers where a row does not say its number; null for none.</param>
internal sealed record MovedTable(string Name, IReadOnlyList<MovedColumn> Columns, IReadOnlyList<string> Key, string? Numbered)
{
    /// <summary>A table's column of row numbers where it has no other: SQLite's own name for it, and PostgreSQL's column (<see cref="Postgres.ServerWords"/>).</summary>
    private const string RowNumber = "rowid";

    public string Quoted => $"\"{Name}\"";

    /// <summary>The columns, for a statement.</summary>
    public string ColumnList => string.Join(", ", Columns.Select(column => column.Quoted));

    /// <summary>All of them, each behind those that it refers to.</summary>
    public static IReadOnlyList<MovedTable> Of(Migrations migrations)
    {
        const string Place = ":memory:";
        using var made = new SqliteConnection($"Data Source={Place}");
        made.Open();
        migrations.Apply(made, Place);

        var waiting = made.Query(
            "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
            row => (Name: row.GetString(0), HasRowNumbers: row.GetInt64(1) == 0)).ToList();
        var ordered = new List<MovedTable>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(table => !Parents(made, table.Name).Any(parent => parent != table.Name && waiting.Exists(other => other.Name == parent)));
            waiting.Remove(next);
            ordered.Add(Of(made, next.Name, next.HasRowNumbers));
        }

        return ordered;
    }

    private static IReadOnlyList<string> Parents(SqliteConnection made, string table) =>
        made.Query("SELECT \"table\" FROM pragma_foreign_key_list(@table)", row => row.GetString(0), ("@table", table));

    private static MovedTable Of(SqliteConnection made, string name, bool hasRowNumbers)
    {
        var found = made.Query("SELECT name, type, pk FROM pragma_table_info(@table) ORDER BY cid", row => (Column: new MovedColumn(row.GetString(0), row.GetString(1)), Place: row.GetInt64(2)), ("@table", name));
        List<MovedColumn> columns = [.. found.Select(each => each.Column)];
        List<MovedColumn> key = [.. found.Where(each => each.Place > 0).OrderBy(each => each.Place).Select(each => each.Column)];
        if (!hasRowNumbers)
            return new(name, columns, Quotes(key), null);
        if (key is [{ Type: "INTEGER" } number])
            return new(name, columns, Quotes(key), number.Name);

        var row = new MovedColumn(RowNumber, "INTEGER");
        return new(name, [.. columns, row], Quotes(key.Count > 0 ? key : [row]), RowNumber);
    }

    private static List<string> Quotes(List<MovedColumn> key) => key.ConvertAll(column => column.Quoted);
}

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">SQLite's word for what it holds: INTEGER, REAL, TEXT or BLOB.</param>
internal sealed record MovedColumn(string Name, string Type)
{
    public string Quoted => Name == "rowid" ? Name : $"\"{Name}\"";
}
