using Microsoft.Data.Sqlite;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Jobs;

/// <summary>Table <c>job</c> of <c>gateway.db</c>: modern's jobs over a restart.</summary>
internal sealed class JobTable(GatewayDatabase database) : IJobStore
{
    public Task<IReadOnlyList<StoredJob>> LoadAsync(CancellationToken cancellationToken) => Task.Run(Load, cancellationToken);

    public Task SaveAsync(StoredJob job, CancellationToken cancellationToken) => WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO job (id, created, ended, document) VALUES (@id, @created, @ended, @document)
            ON CONFLICT (id) DO UPDATE SET created = excluded.created, ended = excluded.ended, document = excluded.document
            """,
            ("@id", job.Id),
            ("@created", job.CreatedAt.UtcTicks),
            ("@ended", job.EndedAt?.UtcTicks),
            ("@document", job.Document)),
        cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken) => WriteAsync(
        connection =>
        {
            foreach (var id in jobIds)
                connection.Execute("DELETE FROM job WHERE id = @id", ("@id", id));
        },
        cancellationToken);

    /// <summary>None while the database cannot be used: its writer says why, and the gateway starts.</summary>
    private IReadOnlyList<StoredJob> Load()
    {
        try
        {
            return database.Read(connection => connection.Query("SELECT id, created, ended, document FROM job ORDER BY created, id", Job));
        }
        catch (StoreException ex) when (!ex.IsSetting)
        {
            return [];
        }
    }

    // Committed is enough: it outlives the process. A power cut ends the jobs too.
    private async Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(work, durable: false, cancellationToken);
        }
        catch (StoreException ex)
        {
            throw new IOException(ex.Message, ex);
        }
    }

    private static StoredJob Job(SqliteDataReader row) => new(
        row.GetString(0),
        new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        row.IsDBNull(2) ? null : new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
        row.GetString(3));
}
