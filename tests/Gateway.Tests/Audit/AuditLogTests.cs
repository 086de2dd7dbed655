using Strangler.Gateway.Audit;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _folder.Combine("gateway.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Appended_IsThereAfterReopening()
    {
        var entry = new AuditEntry(0, new(2026, 11, 23, 12, 0, 0, 5, TimeSpan.Zero), "qa", "it's \"good\"; DROP TABLE audit", "status", "legacy", "shadow");
        using (var database = OwnDatabase.Open(Path))
        {
            var audit = new AuditLog(database);
            var first = await audit.AppendAsync(entry, Token);
            var second = await audit.AppendAsync(entry with { After = "live" }, Token);
            Assert.True(second.Id > first.Id);
        }

        using var reopened = OwnDatabase.Open(Path);
        var again = new AuditLog(reopened);
        Assert.Equal(["live", "shadow"], again.Latest(10).Select(found => found.After));
        Assert.Equal("live", Assert.Single(again.Latest(1)).After);
        Assert.Empty(again.Latest(0));
        Assert.Equal(entry with { Id = 1 }, again.Find(1));
        Assert.Null(again.Find(99));
    }

    [Fact]
    public async Task Append_DatabaseGone_FailsWithTheFilesName()
    {
        using var database = OwnDatabase.Open(Path);
        database.Read(connection => connection.Execute("DROP TABLE audit"));
        var error = await Assert.ThrowsAsync<StoreException>(() => new AuditLog(database).AppendAsync(new(0, default, "", "", "", "", ""), Token));
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
    }
}
