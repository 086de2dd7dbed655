using Microsoft.Data.Sqlite;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Management;

public sealed class BackupApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A copy that was made while the gateway wrote is what another one starts with.</summary>
    [Fact]
    public async Task Backup_OfARunningGateway_IsWhole_AndCanBePutBack()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync();
        var copy = folder.Combine("copy");
        await using (var gateway = new GatewayApp(legacy.Address).Start())
        {
            await gateway.SetStageAsync("status", "shadow");
            await Eventually.IsTrueAsync(async () => (await gateway.AuditAsync()).Count > 0, Token, "the audit");
            await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "gateway.db.backup-left"), "by a program that was killed", Token);

            using var answer = await gateway.Management.GetAsync("/api/backup", Token);
            Assert.Equal("application/vnd.sqlite3", answer.Content.Headers.ContentType?.MediaType);
            await File.WriteAllBytesAsync(copy, await answer.Content.ReadAsByteArrayAsync(Token), Token);

            await Eventually.IsTrueAsync(() => !Directory.EnumerateFiles(gateway.Folder, "gateway.db.backup-*").Any(), Token, "the end of the copy");
            await gateway.SetStageAsync("status", "legacy"); // it goes on writing
        }

        using (var database = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            database.Open();
            using var check = database.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", check.ExecuteScalar());
        }

        await using var restored = new GatewayApp(legacy.Address, ("ShadowDiff:Database", copy)).Start();
        Assert.Equal("shadow", (string?)Assert.Single(await restored.AuditAsync())!["after"]);
    }
}
