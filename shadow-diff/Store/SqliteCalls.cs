using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Strangler.ShadowDiff.Store;

/// <summary>One-line calls with parameters.</summary>
public static class SqliteCalls
{
    /// <summary>Runs statements.</summary>
    /// <param name="sql">A constant; values are parameters.</param>
    /// <returns>Rows changed.</returns>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar();
    }

    /// <summary>All rows, each turned by <paramref name="read"/>.</summary>
    public static IReadOnlyList<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));

        return rows;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a constant; values are parameters.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);

        return command;
    }
}
