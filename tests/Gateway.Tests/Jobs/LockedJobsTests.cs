using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

/// <summary>
/// Another program holds the database at the start: jobs go on in memory, and whose the earlier ones are is known once it lets go. One that is begun
/// anew has what memory knows.
/// </summary>
public sealed class LockedJobsTests : IDisposable
{
    private const string Document =
        """{"Phase":"COMPLETED","Message":"","BackingUp":false,"File":"f","Percentage":100,"Sent":1,"Total":1,"LastUpdated":"","Error":null,"CancelReason":null,"Performance":null}""";

    private static readonly DateTimeOffset Created = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1);

    private readonly TemporaryFolder _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _database.Combine("gateway.db");

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")]
    [InlineData("BEGIN IMMEDIATE")]
    public async Task HeldAtTheStart_JobsOfBothSidesAreTakenUp_AndThoseStartedSinceAreWritten_OnceItIsFree(string hold)
    {
        await using (var first = Gateway().Start())
        {
            await first.Services.GetRequiredService<IJobStore>().SaveAsync(Job("ended", Created), Token);
            await first.Services.GetRequiredService<IJobStore>().SaveAsync(Job("live", endedAt: null), Token);
            await first.Services.GetRequiredService<OwnershipTable>().WriteAsync([new("legacys", Created)], DateTimeOffset.MinValue, Token);
        }

        using var holder = Hold(hold);
        await using var gateway = Gateway().Start();
        var (modern, legacy) = (gateway.Services.GetRequiredService<IJobDirectory>(), gateway.Services.GetRequiredService<LegacyJobs>());
        Assert.Equal((false, false), (modern.Owns("ended"), legacy.Owns("legacys")));

        legacy.Learn("legacys new");
        await gateway.Services.GetRequiredService<IJobStore>().SaveAsync(Job("new", endedAt: null), Token);
        await gateway.Services.GetRequiredService<IJobStore>().SaveAsync(Job("new", Created), Token);
        Assert.Contains("in memory only", (string?)(await gateway.BoardAsync())["jobs_problem"], StringComparison.Ordinal);

        holder.Dispose();
        await Eventually.IsTrueAsync(async () => (string?)(await gateway.BoardAsync())["jobs_problem"] is null && legacy.Owns("legacys"), Token);
        Assert.Equal((true, true), (modern.Owns("ended"), modern.Owns("live")));
        var database = gateway.Services.GetRequiredService<GatewayDatabase>();
        await Eventually.IsTrueAsync(() => Task.FromResult(database.Read(OwnershipTable.Find).Count == 2), Token);
        Assert.Equal(["ended", "live", "new"], database.Read(JobTable.Find).Where(job => job.EndedAt is not null).Select(job => job.Id).Order(StringComparer.Ordinal));
    }

    /// <summary>What memory knows outlives the database that it came from.</summary>
    [Fact]
    public async Task BegunAnew_JobsOfBothSidesAreWrittenAgain()
    {
        await using (var first = Gateway().Start())
        {
            await first.Services.GetRequiredService<IJobStore>().SaveAsync(Job("ended", Created), Token);
            await first.Services.GetRequiredService<OwnershipTable>().WriteAsync([new("legacys", Created)], DateTimeOffset.MinValue, Token);
        }

        await using (var gateway = Gateway().Start())
        {
            var (database, store) = (gateway.Services.GetRequiredService<GatewayDatabase>(), gateway.Services.GetServices<IStoreFeature>().OfType<JobsStore>().Single());
            Assert.True(gateway.Services.GetRequiredService<IJobDirectory>().Owns("ended"));
            await database.WriteAsync(
                connection =>
                {
                    connection.Execute("DELETE FROM job; DELETE FROM ownership");
                    store.BeginAnew(connection);
                },
                durable: true,
                Token);

            await Eventually.IsTrueAsync(() => Task.FromResult(database.Read(JobTable.Find).Count == 1 && database.Read(OwnershipTable.Find).Count == 1), Token);
            Assert.Null(store.Take());
        }

        await using var again = Gateway().Start();
        Assert.Equal((true, true), (again.Services.GetRequiredService<IJobDirectory>().Owns("ended"), again.Services.GetRequiredService<LegacyJobs>().Owns("legacys")));
    }

    private static StoredJob Job(string id, DateTimeOffset? endedAt) => new(id, Created, endedAt, Document);

    private SqliteConnection Hold(string how)
    {
        var other = new SqliteConnection($"Data Source={Database};Pooling=false");
        other.Open();
        using var begin = other.CreateCommand();
        begin.CommandText = how;
        begin.ExecuteNonQuery();
        return other;
    }

    private GatewayApp Gateway() => new(new Uri("http://127.0.0.1:1"), ("ShadowDiff:Database", Database));
}
