using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// One-line calls with parameters. The statements are one text for every engine: SQL that SQLite and PostgreSQL both know, with the target of a conflict
/// named and columns qualified where two tables could be meant. Of <c>column = @x OR @x IS NULL</c> the comparison comes first: it tells PostgreSQL the type.
/// </summary>
public static class DatabaseCalls
{
    /// <summary>Runs statements.</summary>
    /// <param name="sql">A constant; values are parameters.</param>
    /// <returns>Rows changed.</returns>
    public static int Execute(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public static object? Scalar(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        var found = command.ExecuteScalar();
        return found is string text ? StoredText.Read(text) : found is DBNull ? null : found;
    }

    /// <summary>All rows, each turned by <paramref name="read"/>, which asks the connection for nothing else meanwhile.</summary>
    public static IReadOnlyList<T> Query<T>(this DbConnection connection, string sql, Func<Row, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(new(reader)));

        return rows;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a constant; values are parameters.")]
    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value is string text ? StoredText.Of(text) : value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
