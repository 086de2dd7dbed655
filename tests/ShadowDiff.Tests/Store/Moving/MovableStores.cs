using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Moving;

namespace Strangler.ShadowDiff.Tests.Store.Moving;

/// <summary>Stores to move, and what is in them.</summary>
internal static class MovableStores
{
    /// <summary>What a text of a client's may hold: what neither engine has a form for, the character that stands for it, and such texts as were written before there were escapes.</summary>
    private static readonly string[] Texts = ["\0", "\uD800", "\uFDD0", "\uFDD00000", "é😀", "Z", "a", "\uDFFFx\uD800y", "'\"\\\n"];

    private static readonly object[] Numbers = [0L, long.MaxValue, long.MinValue, -1L];

    private static readonly object[] Reals = [0.1, -0.0, double.MaxValue, double.Epsilon, 3.0];

    /// <summary>As the program has it, with the tables of the tests.</summary>
    public static async Task<StoreMove> MoveAsync(string folder, Action? committed = null, int batchRows = 2_000, string configuredServer = "")
    {
        await using var any = new OpenStore(Path.Combine(folder, $"{Guid.NewGuid():N}.any"));
        return new(any.Features, Options.Create(new StoreProviderOptions { ConnectionString = configuredServer }), Options.Create(new DatabaseOptions { Database = Path.Combine(folder, "gateway.db") }))
        {
            BatchRows = batchRows,
            Committed = committed,
        };
    }

    /// <summary>Copies, and gives what was said.</summary>
    public static List<string> Run(this StoreMove move, string from, string to)
    {
        var said = new List<string>();
        move.Run(StoreAddress.Of("--from", from), StoreAddress.Of("--to", to), said.Add);
        return said;
    }

    /// <summary>A file with rows in every table, hostile ones in each column.</summary>
    public static async Task FillAsync(string path, int rows)
    {
        await using (new OpenStore(path))
        {
        }

        using var connection = Open(path);
        foreach (var table in Tables(connection))
        {
            var columns = connection.Query("SELECT name, type, pk, \"notnull\" FROM pragma_table_info(@table)", row => (Name: row.GetString(0), Type: row.GetString(1), IsKey: row.GetInt64(2) > 0, IsNullable: row.GetInt64(3) == 0), ("@table", table));
            var insert = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", columns.Select((_, place) => $"@{place}"))})";
            for (var number = 1; number <= rows; number++)
            {
                connection.Execute(insert, [.. columns.Select((column, place) => ($"@{place}", (object?)(column.Type switch
                {
                    "INTEGER" when column.IsKey || (table, column.Name) == ("example", "exchange") => (long)number * 3,
                    "TEXT" when column.IsKey => $"{Texts[number % Texts.Length]}{number}",
                    _ when column.IsNullable && number % 3 == 0 => null,
                    "INTEGER" => Numbers[(number + place) % Numbers.Length],
                    "REAL" => Reals[(number + place) % Reals.Length],
                    "TEXT" => Texts[(number + place) % Texts.Length],
                    _ => Enumerable.Range(0, number == 1 ? 3_000_000 : number).Select(at => (byte)(at * 7)).ToArray(),
                })))]);
            }
        }

        connection.Execute("DELETE FROM trace WHERE rowid = 2"); // its rows have their numbers alone

        // Written before there were escapes: as a key it has another place among the others than it has with them.
        using var old = connection.CreateCommand();
        old.CommandText = "INSERT INTO suppression (route, rule, count, last_seen) VALUES (@route, @rule, 1, 1)";
        old.Parameters.AddWithValue("@route", "\uFDD0zz");
        old.Parameters.AddWithValue("@rule", "\uFDD0zz");
        old.ExecuteNonQuery();
    }

    /// <summary>All that a file holds, a line for each row, with the numbers of rows.</summary>
    public static List<string> Dump(string path)
    {
        using var connection = Open(path);
        return [.. Tables(connection).SelectMany(table => connection.Query(
            connection.Scalar("SELECT wr FROM pragma_table_list(@table)", ("@table", table)) is 0L ? $"SELECT rowid AS number, * FROM \"{table}\"" : $"SELECT * FROM \"{table}\"",
            row => $"{table}: {string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(column => row.GetValue(column) switch
            {
                string => string.Join(' ', row.GetString(column).Select(character => $"{(int)character:x4}")),
                byte[] bytes => Convert.ToHexString(bytes),
                double real => $"{BitConverter.DoubleToInt64Bits(real)}",
                var value => $"{value}",
            }))}")).Order(StringComparer.Ordinal)];
    }

    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    public static DbConnection OpenServer(string connectionString)
    {
        var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        connection.Open();
        return connection;
    }

    private static IReadOnlyList<string> Tables(SqliteConnection connection) => connection.Query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name = 'example', name", row => row.GetString(0));
}
