using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Postgres;
using Strangler.ShadowDiff.Store.Sqlite;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>A database as another version of the program left it.</summary>
internal static class EarlierDatabase
{
    /// <param name="place">Where to make it.</param>
    /// <param name="version">The schema's version.</param>
    /// <param name="sql">What is in it.</param>
    /// <param name="parameters">Of <paramref name="sql"/>.</param>
    public static async Task CreateAsync(StorePlace place, int version, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var other = new OpenStore(place.File + ".other");
        var migrations = new Migrations(other.Features.SelectMany(feature => feature.Migrations));
        using var connection = place.Connect();
        if (connection is NpgsqlConnection server)
            migrations.Apply(server, "server", version);
        else
            migrations.Apply((SqliteConnection)connection, place.File, version);

        connection.Execute(sql, parameters);
    }

    /// <summary>Says that a database has this version.</summary>
    public static void SetVersion(this StorePlace place, int version)
    {
        using var connection = place.Connect();
        connection.Execute(place.ConnectionString is null ? $"PRAGMA user_version = {version}" : $"UPDATE schema_version SET version = {version}");
    }

    private static DbConnection Connect(this StorePlace place)
    {
        DbConnection connection = place.ConnectionString is { } server
            ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString)
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = place.File, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
