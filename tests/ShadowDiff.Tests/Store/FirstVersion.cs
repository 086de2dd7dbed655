using Microsoft.Data.Sqlite;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>A database as the first version of the program left it.</summary>
internal static class FirstVersion
{
    public static void Create(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        Migrations.Apply(connection, path, to: 1);
        connection.Execute(
            """
            INSERT INTO coverage (route, outcome, count) VALUES ('status', 'diverged', 3);
            INSERT INTO divergence (fingerprint, route, at, kind, status_legacy, status_modern, on_purpose, count, first_seen, last_seen)
            VALUES ('f', 'status', 'body /a', 'value', 200, 200, NULL, 3, 1, 2)
            """);
    }
}
