using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>A table whose rows are carried from a damaged database to a new one, by its own pages and none of its indexes'.</summary>
/// <param name="from">The damaged one.</param>
/// <param name="to">The new one, within a transaction. Its schema is the program's, so that names of it may stand in a statement.</param>
/// <param name="name">The table's.</param>
/// <param name="isWithoutRowId">Whether its primary key is what orders it.</param>
[SuppressMessage("Security", "CA2100", Justification = "Names come from the program's own schema; values are parameters.")]
internal sealed class CopiedTable(SqliteConnection from, SqliteConnection to, string name, bool isWithoutRowId)
{
    /// <summary>Copies its rows; null, or how many of how many could be read.</summary>
    public string? Copy()
    {
        var (columns, key) = (Columns("SELECT name FROM pragma_table_info(@table)"), Columns("SELECT name FROM pragma_table_info(@table) WHERE pk > 0 ORDER BY pk"));
        if (key.Count == 0)
            columns.Add("rowid"); // else what is read from both ends would stand there twice
        var order = isWithoutRowId ? key.Select(column => $"{column} DESC") : ["rowid DESC"];
        var select = $"SELECT {string.Join(", ", columns)} FROM \"{name}\"";

        // What lies behind the damage is reached from the other end.
        if (TryCopy($"{select} NOT INDEXED", columns) || TryCopy($"{select}{(isWithoutRowId ? "" : " NOT INDEXED")} ORDER BY {string.Join(", ", order)}", columns))
            return null;

        var copied = to.Scalar($"SELECT count(*) FROM \"{name}\"");
        return Counted() is { } all ? $"{name} ({copied} of {all} rows)" : $"{name} ({copied} rows; how many there were cannot be told)";
    }

    /// <summary>Deletes the rows that refer to one that could not be read.</summary>
    public void DeleteOrphans()
    {
        foreach (var (parent, column, key) in to.Query("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(@table)", row => (row.GetString(0), row.GetString(1), row.GetString(2)), ("@table", name)))
            to.Execute($"DELETE FROM \"{name}\" WHERE \"{column}\" NOT IN (SELECT \"{key}\" FROM \"{parent}\")");
    }

    private List<string> Columns(string sql) => [.. to.Query(sql, row => $"\"{row.GetString(0)}\"", ("@table", name))];

    /// <summary>False when it could not be read to its end.</summary>
    private bool TryCopy(string select, List<string> columns)
    {
        using var insert = to.CreateCommand();
        insert.CommandText = $"INSERT OR REPLACE INTO \"{name}\" ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, index) => $"@{index}"))})";
        var isWhole = true;
        try
        {
            using var read = from.CreateCommand();
            read.CommandText = select;
            using var row = read.ExecuteReader();
            while (row.Read())
                isWhole &= TryInsert(insert, row);
            return isWhole;
        }
        catch (SqliteException ex) when (SqliteCodes.IsDamage(ex) || ex.SqliteErrorCode == SqliteCodes.Error)
        {
            return false;
        }
    }

    /// <summary>False for a row that no gateway has written.</summary>
    private static bool TryInsert(SqliteCommand insert, SqliteDataReader row)
    {
        insert.Parameters.Clear();
        for (var i = 0; i < row.FieldCount; i++)
            insert.Parameters.AddWithValue($"@{i}", row.GetValue(i));

        try
        {
            insert.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException ex) when (ex.SqliteErrorCode == SqliteCodes.Constraint)
        {
            return false;
        }
    }

    /// <summary>How many rows there were, by whichever index can be read; null when none can be.</summary>
    private object? Counted()
    {
        try
        {
            return from.Scalar($"SELECT count(*) FROM \"{name}\"");
        }
        catch (SqliteException)
        {
            return null;
        }
    }
}
