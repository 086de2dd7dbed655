using System.Data.Common;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Jobs;

/// <summary>Table <c>job</c> of <c>gateway.db</c>: modern's jobs over a restart. A database that could not be opened yet stops no backup: see <see cref="UnwrittenJobs"/>.</summary>
internal sealed partial class JobTable(GatewayDatabase database, UnwrittenJobs unwritten, ILogger<JobTable> logger) : IJobStore
{
    private static readonly TimeSpan ForTheStart = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<StoredJob> Find(DbConnection connection) => connection.Query("SELECT id, created, ended, document FROM job ORDER BY created, id", Job);

    public static void Write(DbConnection connection, IReadOnlyList<StoredJob> jobs)
    {
        foreach (var job in jobs)
        {
            connection.Execute(
                """
                INSERT INTO job (id, created, ended, document) VALUES (@id, @created, @ended, @document)
                ON CONFLICT (id) DO UPDATE SET created = excluded.created, ended = excluded.ended, document = excluded.document
                """,
                ("@id", job.Id),
                ("@created", job.CreatedAt.UtcTicks),
                ("@ended", job.EndedAt?.UtcTicks),
                ("@document", job.Document));
        }
    }

    /// <inheritdoc/>
    /// <remarks>While the database cannot be used, or does not answer, its writer says why, and loads the jobs once it can be.</remarks>
    public async Task LoadAsync(Func<IReadOnlyList<StoredJob>, IReadOnlyList<StoredJob>> takeUp, Func<IReadOnlyList<StoredJob>> known, CancellationToken cancellationToken)
    {
        unwritten.Expect(takeUp, known);
        try
        {
            await database.ReadInTimeAsync(
                connection =>
                {
                    unwritten.Load(connection);
                    return true;
                },
                ForTheStart,
                cancellationToken);
        }
        catch (StoreException ex) when (!ex.IsSetting)
        {
            NotKnown(ex.Level, ex.Message);
        }
    }

    public async Task SaveAsync(StoredJob job, CancellationToken cancellationToken)
    {
        if (!unwritten.TryKeep(job))
            throw new IOException(unwritten.Problem);

        try
        {
            // With what else waits, as it is by then: an older state of the job never follows a newer one.
            IReadOnlyList<StoredJob> written = [];
            await WriteAsync(connection => Write(connection, written = unwritten.All), cancellationToken);
            unwritten.Written(written);
        }
        catch (IOException ex) when (!database.IsOpen)
        {
            Kept((ex.InnerException as StoreException)?.Level ?? LogLevel.Error, job.Id, ex.Message);
        }
        catch
        {
            unwritten.Written([job]);
            throw;
        }
    }

    public Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken)
    {
        unwritten.Forget(jobIds);
        return WriteAsync(
            connection =>
            {
                foreach (var id in jobIds)
                    connection.Execute("DELETE FROM job WHERE id = @id", ("@id", id));
            },
            cancellationToken);
    }

    // Committed is enough: it outlives the process. A power cut ends the jobs too.
    private async Task WriteAsync(Action<DbConnection> work, CancellationToken cancellationToken)
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

    private static StoredJob Job(Row row) => new(
        row.GetString(0),
        new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        row.IsDBNull(2) ? null : new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
        row.GetString(3));

    [LoggerMessage("The job {JobId} is in the gateway's memory only, until the database can be used: {Problem}")]
    private partial void Kept(LogLevel level, string jobId, string problem);

    [LoggerMessage("Jobs from before the start, of either side, are not known until the database can be used: {Problem}")]
    private partial void NotKnown(LogLevel level, string problem);
}
