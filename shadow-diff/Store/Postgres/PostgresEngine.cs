using System.Data.Common;
using Npgsql;

namespace Strangler.ShadowDiff.Store.Postgres;

/// <summary>The database on a server of PostgreSQL's. Connections are pooled; what a restart of the server has cut off is tried once more on a new one.</summary>
internal sealed class PostgresEngine : IDatabaseEngine
{
    /// <summary>Between two questions whether a batch was committed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _source;
    private readonly Migrations _migrations;
    private readonly LastBatch _last = new();
    private readonly Lock _opening = new();
    private readonly ManualResetEventSlim _ended = new();
    private volatile bool _isMigrated;
    private volatile bool _isLost;
    private volatile string? _hanging;

    /// <param name="connectionString">As Npgsql has it; what it leaves out of patience is the gateway's.</param>
    /// <param name="migrations">What tables it has.</param>
    /// <exception cref="StoreException">The connection string cannot be read.</exception>
    public PostgresEngine(string connectionString, Migrations migrations)
    {
        var server = ServerConnection.Of(connectionString);
        (_source, Name, _migrations) = (server.Source, server.Name, migrations);
    }

    /// <inheritdoc/>
    public event Action<DatabaseRepair>? Repaired
    {
        add { } // a server mends itself
        remove { }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Place => "the server and the network to it";

    /// <inheritdoc/>
    public bool IsOpen => _isMigrated && !_isLost;

    /// <inheritdoc/>
    public string? Notice => null;

    /// <inheritdoc/>
    public string? Hanging => _hanging;

    /// <inheritdoc/>
    public int Repairs => 0;

    /// <inheritdoc/>
    public int Losses => 0;

    /// <inheritdoc/>
    public void Open()
    {
        if (_isMigrated)
            return;

        lock (_opening)
        {
            if (_isMigrated)
                return;

            Connected(connection =>
            {
                _migrations.Apply(connection, Name);
                _last.Begin(connection);
                return true;
            });
            _isMigrated = true;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is written twice: a transaction whose commit was not answered is looked for before it is given up or begun anew, as long as that takes.</remarks>
    public void Write(Action<DbConnection> work, bool durable)
    {
        Open();
        var batch = _last.Next();
        for (var isFirst = true; ; isFirst = false)
        {
            var isCommitting = false;
            try
            {
                Once(connection =>
                {
                    using var transaction = connection.BeginTransaction();
                    connection.Execute(durable ? "SET LOCAL synchronous_commit = on" : "SET LOCAL synchronous_commit = off");
                    work(connection);
                    _last.Write(connection, batch);
                    isCommitting = true;
                    transaction.Commit();
                    return true;
                });
                return;
            }
            catch (NpgsqlException ex)
            {
                if (isCommitting && IsKept(batch))
                    return;
                if (!isFirst || !ServerFailure.IsCutOff(ex))
                    throw;
                _source.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Maintain(Action<DbConnection> work) => Read(connection =>
    {
        work(connection);
        return true;
    });

    /// <inheritdoc/>
    public T Read<T>(Func<DbConnection, T> work) => Opened(work);

    /// <inheritdoc/>
    public T ReadAtOnce<T>(Func<DbConnection, T> work) => Read(connection =>
    {
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        connection.Execute("SET TRANSACTION READ ONLY");
        return work(connection);
    });

    /// <inheritdoc/>
    public void Check() => Read(static connection => connection.Scalar("SELECT 1"));

    /// <inheritdoc/>
    public bool IsDamage(DbException exception) => false;

    /// <inheritdoc/>
    public void Mend(DbException found, int repairs)
    {
    }

    /// <inheritdoc/>
    public StoreException Failed(string what, DbException exception) => ServerFailure.Of(Name, what, exception);

    /// <inheritdoc/>
    public int? VersionThere() => Connected(ServerSchema.VersionOf);

    /// <inheritdoc/>
    public void CopyTo(string path) => throw new StoreException($"{Name} is copied by PostgreSQL's own program: pg_dump --format=custom --file=strangler.dump, and put back by pg_restore.");

    /// <inheritdoc/>
    public DatabaseBytes Size() => new(UsedBytes(), 0);

    /// <inheritdoc/>
    public long AllBytes() => Opened(ServerSchema.TableBytes);

    /// <inheritdoc/>
    public long UsedBytes() => Opened(ServerSchema.UsedBytes);

    /// <inheritdoc/>
    public void GiveBack()
    {
        // The server keeps the room for what is written next (autovacuum).
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Set();
        _source.Dispose();
    }

    private T Opened<T>(Func<NpgsqlConnection, T> work)
    {
        Open();
        return Connected(work);
    }

    /// <summary>Runs <paramref name="work"/> on a connection of the pool, and once more where that one was cut off before anything was committed.</summary>
    private T Connected<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            return Once(work);
        }
        catch (NpgsqlException ex) when (ServerFailure.IsCutOff(ex))
        {
            _source.Clear();
            return Once(work);
        }
    }

    private T Once<T>(Func<NpgsqlConnection, T> work)
    {
        ObjectDisposedException.ThrowIf(_ended.IsSet, this);
        var isConnected = false;
        try
        {
            using var connection = _source.OpenConnection();
            (isConnected, _isLost) = (true, false);
            return work(connection);
        }
        catch (NpgsqlException ex)
        {
            _isLost = !isConnected || ex is not PostgresException;
            throw;
        }
    }

    /// <summary>Whether a batch was committed.</summary>
    /// <exception cref="StoreException">The program ends before that can be told.</exception>
    private bool IsKept(long batch)
    {
        try
        {
            while (true)
            {
                try
                {
                    return Once(connection => _last.IsKept(connection, batch));
                }
                catch (NpgsqlException ex)
                {
                    _hanging = ServerFailure.InDoubt(Name, ex);
                }
                catch (ObjectDisposedException)
                {
                    throw new StoreException(_hanging ?? $"{Name}: the program ended before it was told whether the last write was kept.");
                }

                _ended.Wait(Pause);
            }
        }
        finally
        {
            _hanging = null;
        }
    }
}
