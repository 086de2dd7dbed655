using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

public sealed class JobTableTests : IDisposable
{
    private static readonly DateTimeOffset Created = new(2026, 11, 24, 12, 0, 0, 123, 456, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

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
    public async Task Kill_InTheMiddleOfSaving_KeepsEveryJobThatWasSaved()
    {
        for (var run = 0; run < 3; run++)
        {
            var saved = await SaveUntilKilledAsync(lines: 20);

            using var services = Services();
            Assert.Equal("ok", services.GetRequiredService<GatewayDatabase>().Read(connection => connection.Scalar("PRAGMA integrity_check")));
            var kept = (await LoadAsync(services)).Select(job => job.Id);
            Assert.Empty(Enumerable.Range(0, saved + 1).Select(KilledJobWriter.IdOf).Except(kept));
        }
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

    private ServiceProvider Services() => OwnDatabase.Services(_folder.Combine("gateway.db"));

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

    private async Task<int> SaveUntilKilledAsync(int lines)
    {
        using var writer = Process.Start(KilledJobWriter.StartInfo(_folder.Combine("gateway.db")))!;
        try
        {
            var last = "";
            for (var i = 0; i < lines; i++)
                last = await writer.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException(await writer.StandardError.ReadToEndAsync(Token));
            return int.Parse(last, CultureInfo.InvariantCulture);
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }
    }
}
