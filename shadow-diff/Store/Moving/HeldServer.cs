using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Strangler.ShadowDiff.Store.Postgres;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>A schema on a server of PostgreSQL's.</summary>
internal sealed class HeldServer : HeldDatabase
{
    /// <summary>What its sessions are called, other than a gateway's.</summary>
    private const string OwnName = "strangler-store-migrate";

    /// <summary>Names the lock of a move, which its session holds; the schema's name is added.</summary>
    private const long Lock = 0x73747261_6E676D76;

    /// <summary>Seconds that a statement may take: nobody waits for it as for a page.</summary>
    private const int StatementSeconds = 600;

    private readonly Migrations _migrations;
    private readonly string _gateway;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    /// <param name="connectionString">As Npgsql has it.</param>
    /// <param name="migrations">What tables it has.</param>
    /// <param name="isSource">Whether it has to have a gateway's tables.</param>
    /// <exception cref="StoreException">It cannot be used, or a gateway or another move uses it.</exception>
    public HeldServer(string connectionString, Migrations migrations, bool isSource)
    {
        var server = ServerConnection.Of($"Command Timeout={StatementSeconds};{connectionString};Application Name={OwnName};Pooling=false");
        (Name, _migrations, _source, _gateway) = (server.Name, migrations, server.Source, new NpgsqlConnectionStringBuilder(connectionString).ApplicationName ?? ServerConnection.GatewayName);
        try
        {
            _connection = Try("reading", _source.OpenConnection);
            Name = $"{Name}, schema {Read(() => _connection.Scalar("SELECT current_schema()")) ?? "none"}";
            if (Read(() => _connection.Scalar("SELECT pg_try_advisory_lock(@lock + hashtext(coalesce(current_schema(), '')))", ("@lock", Lock))) is not true)
                throw new StoreException($"{Name}: a move is under way there already, or it is named for both sides.");

            ThrowIfUsed();
            if (isSource && Version == 0)
                throw new StoreException($"{Name} holds no tables of a gateway's.");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override string Name { get; }

    public override string OwnNumbers => " OVERRIDING SYSTEM VALUE";

    public override string Settings => "Set Store:Provider to postgresql and Store:ConnectionString to this server";

    public override int Version => Read(() => ServerSchema.VersionOf(_connection) ?? 0);

    public override DbConnection Connection => _connection;

    /// <summary>A gateway that runs has a session at any time: it looks twice a second whether the server is there.</summary>
    public override void ThrowIfUsed()
    {
        var sessions = Read(() => _connection.Scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = @gateway", ("@gateway", _gateway)));
        if (sessions is not 0L)
            throw new StoreException($"{Name}: a gateway uses this database ({sessions} sessions called {_gateway}). Stop it first.");
    }

    public override void Migrate() => Try("writing", () =>
    {
        _migrations.Apply(_connection, Name);
        return true;
    });

    public override void SetVersion(int version) => _connection.Execute("UPDATE schema_version SET version = @version", ("@version", (long)version));

    [SuppressMessage("Security", "CA2100", Justification = "Names come from the program's own schema.")]
    public override void ContinueNumbers(MovedTable table)
    {
        if (table.Numbered is { } column)
            _connection.Scalar($"SELECT setval(pg_get_serial_sequence('{table.Name}', '{column}'), (SELECT max({column}) FROM {table.Quoted}))");
    }

    public override void Dispose()
    {
        _connection?.Dispose();
        _source.Dispose();
    }

    protected override StoreException Failed(string what, DbException exception) => ServerFailure.Of(Name, what, exception);
}
