using System.Diagnostics;
using System.Globalization;
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
        using (var database = Open())
        {
            await new JobTable(database).SaveAsync(young, Token);
            await new JobTable(database).SaveAsync(old with { EndedAt = null, Document = "[]" }, Token);
            await new JobTable(database).SaveAsync(old, Token);
        }

        using var again = Open();
        Assert.Equal([old, young], await new JobTable(again).LoadAsync(Token));
        await new JobTable(again).DeleteAsync(["job_2", "unknown"], Token);
        Assert.Equal([young], await new JobTable(again).LoadAsync(Token));
    }

    [Fact]
    public async Task Save_ThatFails_IsAnIOException()
    {
        using var database = Open();
        await database.WriteAsync(connection => connection.Execute("DROP TABLE job"), durable: false, Token);

        await Assert.ThrowsAsync<IOException>(() => new JobTable(database).SaveAsync(new StoredJob("job_1", Created, null, "{}"), Token));
    }

    [Fact]
    public async Task Kill_InTheMiddleOfSaving_KeepsEveryJobThatWasSaved()
    {
        for (var run = 0; run < 3; run++)
        {
            var saved = await SaveUntilKilledAsync(lines: 20);

            using var database = Open();
            Assert.Equal("ok", database.Read(connection => connection.Scalar("PRAGMA integrity_check")));
            var kept = (await new JobTable(database).LoadAsync(Token)).Select(job => job.Id);
            Assert.Empty(Enumerable.Range(0, saved + 1).Select(KilledJobWriter.IdOf).Except(kept));
        }
    }

    [Fact]
    public async Task Ownership_IsKeptAsLongAsItsRetention()
    {
        using var database = Open();
        var table = new OwnershipTable(database);
        OwnedJob old = new("old", Created), young = new("young", Created.AddDays(1));
        await table.WriteAsync([old, young with { Id = "old" }], DateTimeOffset.MinValue, Token);
        Assert.Equal(old.Id, Assert.Single(table.Load()).Id);

        await table.WriteAsync([young], Created.AddHours(1), Token);

        Assert.Equal("young", Assert.Single(table.Load()).Id);
    }

    private GatewayDatabase Open() => OwnDatabase.Open(_folder.Combine("gateway.db"));

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
