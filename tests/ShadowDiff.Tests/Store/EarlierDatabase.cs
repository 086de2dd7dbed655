using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>A database as an earlier version of the program left it.</summary>
internal static class EarlierDatabase
{
    /// <param name="path">The file to make.</param>
    /// <param name="version">The schema's version.</param>
    /// <param name="sql">What is in it.</param>
    /// <param name="parameters">Of <paramref name="sql"/>.</param>
    public static async Task CreateAsync(string path, int version, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var other = new OpenStore(path + ".other");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        new Migrations(other.Features.SelectMany(feature => feature.Migrations)).Apply(connection, path, version);
        connection.Execute(sql, parameters);
    }
}
