using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Tests.Stores;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;
using Strangler.Testing.Stores;

namespace Strangler.Gateway.Tests.Jobs;

public abstract class JobTableTests(TestEngine engine) : EngineTests(engine)
{
    private static readonly DateTimeOffset Created = new(2026, 11, 24, 12, 0, 0, 123, 456, TimeSpan.Zero);

    [Fact]
    public async Task SavedJobs_AreLoadedOldestFirst_AfterARestart()
    {
        StoredJob young = new("job_1", Created.AddTicks(1), null, "{\"name\":\"ünï\\n\"}"), old = new("job_2", Created, Created.AddHours(1), "{}");
        using (var first = Services())
        {
            await TableOf(first).SaveAsync(young, Token);
            await TableOf(first).SaveAsync(old with { EndedAt = null, Document = "[]" }, Token);
            await TableOf(first).SaveAsync(old, Token);
        }

        using var again = Services();
        Assert.Equal([old, young], await LoadAsync(again));
        await TableOf(again).DeleteAsync(["job_2", "unknown"], Token);
        Assert.Equal([young], await LoadAsync(again));
    }

    [Fact]
    public async Task Save_ThatFails_IsAnIOException()
    {
        using var services = Services();
        await services.GetRequiredService<GatewayDatabase>().WriteAsync(connection => connection.Execute("DROP TABLE job"), durable: false, Token);

        await Assert.ThrowsAsync<IOException>(() => TableOf(services).SaveAsync(new StoredJob("job_1", Created, null, "{}"), Token));
    }

    [Fact]
    public async Task Ownership_IsKeptAsLongAsItsRetention()
    {
        using var services = Services();
        var database = services.GetRequiredService<GatewayDatabase>();
        var table = new OwnershipTable(database);
        OwnedJob old = new("old", Created), young = new("young", Created.AddDays(1));
        await table.WriteAsync([old, young with { Id = "old" }], DateTimeOffset.MinValue, Token);
        Assert.Equal(old.Id, Assert.Single(database.Read(OwnershipTable.Find)).Id);

        await table.WriteAsync([young], Created.AddHours(1), Token);

        Assert.Equal("young", Assert.Single(database.Read(OwnershipTable.Find)).Id);
    }

    private ServiceProvider Services() => OwnDatabase.Services(Place());

    private static JobTable TableOf(ServiceProvider services) => services.GetRequiredService<JobTable>();

    private static async Task<IReadOnlyList<StoredJob>> LoadAsync(ServiceProvider services)
    {
        IReadOnlyList<StoredJob> loaded = [];
        await TableOf(services).LoadAsync(
            jobs =>
            {
                loaded = jobs;
                return [];
            },
            () => loaded,
            Token);
        return loaded;
    }
}

public sealed class SqliteJobTableTests() : JobTableTests(TestEngine.Sqlite());

public sealed class PostgresqlJobTableTests() : JobTableTests(TestEngine.Postgresql());
