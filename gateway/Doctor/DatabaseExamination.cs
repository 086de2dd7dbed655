using Microsoft.Data.Sqlite;
using Strangler.Contract.Management;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Doctor;

/// <summary>Whether this program can go on with the database that is there.</summary>
internal sealed class DatabaseExamination(GatewayDatabase database)
{
    private const string Check = "database";

    public Finding Examine(bool serves)
    {
        if (serves && database.Notice is { } notice)
            return Finding.Bad(Check, notice, "docs/runbook.md, 'The disk is full', says what helps.");
        if (!File.Exists(database.FilePath))
            return Finding.Good(Check, $"{database.FilePath} is not there yet: the first start makes it.");

        try
        {
            var version = Version();
            return version > database.SchemaVersion
                ? Finding.Bad(Check, $"{database.FilePath} has schema {version}, and this program knows schemas up to {database.SchemaVersion}.", "Run the newer program that wrote it, or put back the copy that its upgrade has made.")
                : Finding.Good(Check, $"{database.FilePath} has schema {version}{(version < database.SchemaVersion ? $"; the next start makes it {database.SchemaVersion}" : "")}.");
        }
        catch (SqliteException ex)
        {
            return Finding.Bad(Check, $"{database.FilePath} cannot be read ({ex.Message.TrimEnd('.')}).", "Move it away, or put a backup in its place: a start sets a damaged file aside and begins anew.");
        }
    }

    private long Version()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database.FilePath, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }
}
