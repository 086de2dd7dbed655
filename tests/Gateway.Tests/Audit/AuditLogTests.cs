using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Audit;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.Combine("gateway.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Appended_IsThereAfterReopening()
    {
        var entry = new AuditEntry(0, new(2026, 11, 23, 12, 0, 0, 5, TimeSpan.Zero), "qa", "it's \"good\"; DROP TABLE audit", "status", "legacy", "shadow");
        using (var services = OwnDatabase.Services(Path))
        {
            var audit = services.GetRequiredService<AuditLog>();
            Assert.Null(await audit.AppendAsync(entry));
            Assert.Null(await audit.AppendAsync(entry with { After = "live" }));
        }

        using var reopened = OwnDatabase.Services(Path);
        var token = TestContext.Current.CancellationToken;
        var again = reopened.GetRequiredService<AuditLog>();
        Assert.Equal(["live", "shadow"], (await again.FindAsync(new AuditQuery(10), token)).Select(found => found.After));
        Assert.Equal("live", Assert.Single(await again.FindAsync(new AuditQuery(1), token)).After);
        Assert.Empty(await again.FindAsync(new AuditQuery(0), token));
        Assert.Equal(entry with { Id = 1 }, await again.FindAsync(1, token));
        Assert.Equal(entry with { Id = 2, After = "live" }, (await again.LatestByRouteAsync("features.json", token))!["status"]);
        Assert.Null(await again.FindAsync(99, token));
    }

    [Theory]
    [InlineData("status", null, null, "2 1")]
    [InlineData("health", null, null, "3")]
    [InlineData("stat", null, null, "")]
    [InlineData(null, "AN", null, "3 1")]
    [InlineData(null, "%", null, "")]
    [InlineData(null, null, 3L, "2 1")]
    [InlineData("status", "ben", 3L, "2")]
    public async Task Find_FiltersByRouteAndNameAndAge(string? route, string? who, long? before, string ids)
    {
        using var services = OwnDatabase.Services(Path);
        var audit = services.GetRequiredService<AuditLog>();
        await audit.AppendAsync(new(0, default, "ana", "", "status", "legacy", "shadow"));
        await audit.AppendAsync(new(0, default, "ben", "", "status", "shadow", "live"));
        await audit.AppendAsync(new(0, default, "Susanne", "", "health", "legacy", "shadow"));

        Assert.Equal(ids, string.Join(' ', (await audit.FindAsync(new AuditQuery(10, route, who, before), TestContext.Current.CancellationToken)).Select(entry => entry.Id)));
    }
}
