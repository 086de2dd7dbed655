using System.Data.Common;
using Npgsql;

namespace Strangler.ShadowDiff.Store.Postgres;

/// <summary>Why the server could not be used, in a line: what, where, what to do.</summary>
internal static class ServerFailure
{
    /// <summary>Whether the connection ended under the statement, or was ended by a restart of the server, or two transactions stood in each other's way: a second try may do.</summary>
    public static bool IsCutOff(NpgsqlException exception) => exception is PostgresException refusal
        ? refusal.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
        : exception.InnerException is IOException;

    public static StoreException Of(string database, string what, DbException exception) =>
        new($"{database}: {what} failed ({Reason(exception)}). {Advice(exception as PostgresException)}", exception);

    /// <summary>A commit whose answer was lost.</summary>
    public static string InDoubt(string database, DbException exception) =>
        $"{database}: whether the last write was kept cannot be told before it answers again ({Reason(exception)}). {Advice(exception as PostgresException)}";

    private static string Reason(DbException exception) =>
        (exception is PostgresException refusal ? refusal.MessageText : exception.InnerException is { } inner and not NpgsqlException && inner.Message != exception.Message ? $"{exception.Message}: {inner.Message}" : exception.Message).TrimEnd('.');

    private static string Advice(PostgresException? refusal) => refusal?.SqlState switch
    {
        null => "Check that it runs and can be reached, and Host and Port in Store:ConnectionString.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "Check Username and Password in Store:ConnectionString, and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => "Make the database (createdb), or name another one in Store:ConnectionString.",
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName => "The user needs to make and use tables in the schema: make it the database's owner.",
        PostgresErrorCodes.TooManyConnections => "Raise max_connections at the server, or name a lower Maximum Pool Size in Store:ConnectionString.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "It takes no writes: name the primary, not a standby, in Store:ConnectionString.",
        PostgresErrorCodes.DiskFull => "Free some space on the server's disk.",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => "It is being started or stopped; it is tried again.",
        _ => "The server's log says more.",
    };
}
