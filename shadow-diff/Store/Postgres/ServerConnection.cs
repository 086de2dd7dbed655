using Npgsql;

namespace Strangler.ShadowDiff.Store.Postgres;

/// <summary>The way to the server.</summary>
/// <param name="Source">Its pool of connections.</param>
/// <param name="Name">What it is called in messages.</param>
internal sealed record ServerConnection(NpgsqlDataSource Source, string Name)
{
    /// <summary>What a gateway's sessions are called at the server, unless the connection string says otherwise.</summary>
    public const string GatewayName = "strangler-gateway";

    /// <summary>Seconds that a connection may take: a start waits for it.</summary>
    private const int ConnectSeconds = 2;

    /// <summary>Seconds that a statement may take: a page waits for it.</summary>
    private const int StatementSeconds = 10;

    private const int MostConnections = 20;

    /// <exception cref="StoreException">The text cannot be read.</exception>
    public static ServerConnection Of(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder
            {
                ApplicationName = GatewayName,
                Timeout = ConnectSeconds,
                CommandTimeout = StatementSeconds,
                MaxPoolSize = MostConnections,
            };
            var given = new NpgsqlConnectionStringBuilder(connectionString);
            foreach (var name in given.Keys.Cast<string>())
                builder[name] = given[name];

            var slim = new NpgsqlSlimDataSourceBuilder(builder.ConnectionString);
            slim.EnableTransportSecurity();
            return new(slim.Build(), $"PostgreSQL's database {builder.Database ?? builder.Username} at {builder.Host}:{builder.Port}");
        }
        catch (ArgumentException ex)
        {
            throw new StoreException($"Store:ConnectionString cannot be read: {ex.Message.Split('(')[0].TrimEnd(' ', '.')}. Npgsql's documentation has what may stand in it.") { IsSetting = true };
        }
    }
}
