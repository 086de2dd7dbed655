using Microsoft.Data.Sqlite;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Growth;

/// <summary>Puts divergences into the database of a gateway that has ended, of every route alike, each with an example.</summary>
internal static class StoredDivergences
{
    private const string Answer = """{"status":200,"reason":"OK","headers":{},"body":"{\"status\":\"ready\"}"}""";

    public static async Task AddAsync(string database, int count)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        for (var i = 0; i < count; i++)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO divergence (fingerprint, route, at, kind, status_legacy, status_modern, count, first_seen, last_seen)
                    VALUES (@fingerprint, @route, @at, 'missing', 200, 200, 3, @now, @now);
                INSERT INTO exchange (id, route, at, served_by, request, legacy, modern) VALUES (@id, @route, @now, 'legacy', @request, @answer, @answer);
                INSERT INTO example (fingerprint, exchange, at, legacy_value) VALUES (@fingerprint, @id, @at, '1');
                """;
            command.Parameters.AddWithValue("@id", i + 1);
            command.Parameters.AddWithValue("@fingerprint", $"{i:x16}");
            command.Parameters.AddWithValue("@route", GatewayFolder.Modules[i % GatewayFolder.Modules.Count]);
            command.Parameters.AddWithValue("@at", $"$.member_{i}");
            command.Parameters.AddWithValue("@now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("@request", """{"method":"GET","target":"/api/status","headers":{},"body":""}""");
            command.Parameters.AddWithValue("@answer", Answer);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
