using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>Reads a table in the order of its key, a batch at a time. The connection can do nothing else meanwhile.</summary>
internal sealed class TableReader : IDisposable
{
    /// <summary>Characters and bytes after which a batch ends: an exchange may have megabytes.</summary>
    private const int BatchSize = 16 * 1024 * 1024;

    private readonly HeldDatabase _database;
    private readonly MovedTable _table;
    private readonly int _rows;
    private readonly DbCommand _command;
    private readonly DbDataReader _reader;

    /// <param name="database">Has the table.</param>
    /// <param name="table">Which one.</param>
    /// <param name="rows">In a batch, at most.</param>
    /// <param name="skipped">Rows to leave out, from the first on.</param>
    [SuppressMessage("Security", "CA2100", Justification = "Names come from the program's own schema.")]
    public TableReader(HeldDatabase database, MovedTable table, int rows, long skipped = 0)
    {
        (_database, _table, _rows) = (database, table, rows);
        _command = database.Connection.CreateCommand();
        _command.CommandText = $"SELECT {table.ColumnList} FROM {table.Quoted} ORDER BY {string.Join(", ", table.Key)} LIMIT {long.MaxValue} OFFSET {skipped}";
        _reader = database.Read(_command.ExecuteReader);
    }

    /// <summary>The next rows, each a value for a column: a number, a text as it was given, bytes, or <see cref="DBNull"/>. Empty at the end.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public IReadOnlyList<object[]> Next() => _database.Read(() =>
    {
        var batch = new List<object[]>();
        for (var size = 0; batch.Count < _rows && size < BatchSize && _reader.Read();)
        {
            var row = new Row(_reader);
            var values = new object[_table.Columns.Count];
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = row.IsDBNull(column) ? DBNull.Value : Value(row, column);
                size += values[column] switch { string text => text.Length, byte[] bytes => bytes.Length, _ => sizeof(long) };
            }

            batch.Add(values);
        }

        return batch;
    });

    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }

    private object Value(Row row, int column) => _table.Columns[column].Type switch
    {
        "INTEGER" => row.GetInt64(column),
        "REAL" => row.GetDouble(column),
        "TEXT" => row.GetString(column),
        _ => row.GetBytes(column),
    };
}
