using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>Adds rows to a table, as they are.</summary>
internal sealed class TableWriter : IDisposable
{
    private readonly DbCommand _command;

    [SuppressMessage("Security", "CA2100", Justification = "Names come from the program's own schema; values are parameters.")]
    public TableWriter(HeldDatabase database, MovedTable table)
    {
        _command = database.Connection.CreateCommand();
        _command.CommandText = $"INSERT INTO {table.Quoted} ({table.ColumnList}){database.OwnNumbers} VALUES ({string.Join(", ", table.Columns.Select((_, place) => $"@{place}"))})";
        for (var place = 0; place < table.Columns.Count; place++)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = $"@{place}";
            parameter.DbType = table.Columns[place].Type switch { "INTEGER" => DbType.Int64, "REAL" => DbType.Double, "TEXT" => DbType.String, _ => DbType.Binary };
            _command.Parameters.Add(parameter);
        }
    }

    public void Add(DbTransaction transaction, IEnumerable<object[]> rows)
    {
        _command.Transaction = transaction;
        _command.Prepare();
        foreach (var row in rows)
        {
            for (var place = 0; place < row.Length; place++)
                _command.Parameters[place].Value = row[place] is string text ? StoredText.Of(text) : row[place];
            _command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _command.Dispose();
}
