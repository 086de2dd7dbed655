using System.Data.Common;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Jobs;

/// <summary>Table <c>ownership</c> of <c>gateway.db</c>: the jobs that legacy started. Modern's are in <see cref="JobTable"/>.</summary>
internal sealed class OwnershipTable(GatewayDatabase database)
{
    private const string Legacy = "legacy";

    public static IReadOnlyList<OwnedJob> Find(DbConnection connection) => connection.Query(
        "SELECT job_id, started FROM ownership WHERE side = @side",
        row => new OwnedJob(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))),
        ("@side", Legacy));

    public static void Write(DbConnection connection, IReadOnlyList<OwnedJob> jobs)
    {
        foreach (var job in jobs)
        {
            connection.Execute(
                "INSERT INTO ownership (job_id, side, started) VALUES (@id, @side, @started) ON CONFLICT DO NOTHING",
                ("@id", job.Id), ("@side", Legacy), ("@started", job.Started.ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Adds jobs, and deletes those that started before <paramref name="oldest"/>.</summary>
    /// <exception cref="StoreException">Nothing of it was written.</exception>
    public Task WriteAsync(IReadOnlyList<OwnedJob> jobs, DateTimeOffset oldest, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            connection.Execute("DELETE FROM ownership WHERE started < @oldest", ("@oldest", oldest.ToUnixTimeMilliseconds()));
            Write(connection, jobs);
        },
        durable: false,
        cancellationToken);
}
