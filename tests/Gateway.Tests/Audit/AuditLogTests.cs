using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Tests.Stores;
using Strangler.Testing.Stores;

namespace Strangler.Gateway.Tests.Audit;

public abstract class AuditLogTests(TestEngine engine) : EngineTests(engine)
{
    [Fact]
    public async Task Appended_IsThereAfterReopening()
    {
        var entry = new AuditEntry(0, new(2026, 11, 23, 12, 0, 0, 5, TimeSpan.Zero), "qa", "it's \"good\"; DROP TABLE audit", "status", "legacy", "shadow");
        using (var services = OwnDatabase.Services(Place()))
        {
            var audit = services.GetRequiredService<AuditLog>();
            Assert.Null(await audit.AppendAsync(entry));
            Assert.Null(await audit.AppendAsync(entry with { After = "live" }));
        }

        using var reopened = OwnDatabase.Services(Place());
        var again = reopened.GetRequiredService<AuditLog>();
        Assert.Equal(["live", "shadow"], (await again.FindAsync(new AuditQuery(10), Token)).Select(found => found.After));
        Assert.Equal("live", Assert.Single(await again.FindAsync(new AuditQuery(1), Token)).After);
        Assert.Empty(await again.FindAsync(new AuditQuery(0), Token));
        Assert.Equal(entry with { Id = 1 }, await again.FindAsync(1, Token));
        Assert.Equal(entry with { Id = 2, After = "live" }, (await again.LatestByRouteAsync("features.json", Token))!["status"]);
        Assert.Null(await again.FindAsync(99, Token));
    }

    [Theory]
    [InlineData("status", null, null, "2 1")]
    [InlineData("health", null, null, "3")]
    [InlineData("stat", null, null, "")]
    [InlineData(null, "AN", null, "3 1")]
    [InlineData(null, "%", null, "")]
    [InlineData(null, "_n_", null, "")]
    [InlineData(null, "!", null, "")]
    [InlineData(null, null, 3L, "2 1")]
    [InlineData("status", "ben", 3L, "2")]
    public async Task Find_FiltersByRouteAndNameAndAge(string? route, string? who, long? before, string ids)
    {
        using var services = OwnDatabase.Services(Place());
        var audit = services.GetRequiredService<AuditLog>();
        await audit.AppendAsync(new(0, default, "ana", "", "status", "legacy", "shadow"));
        await audit.AppendAsync(new(0, default, "ben", "", "status", "shadow", "live"));
        await audit.AppendAsync(new(0, default, "Susanne", "", "health", "legacy", "shadow"));

        Assert.Equal(ids, string.Join(' ', (await audit.FindAsync(new AuditQuery(10, route, who, before), Token)).Select(entry => entry.Id)));
    }
}

public sealed class SqliteAuditLogTests() : AuditLogTests(TestEngine.Sqlite());

public sealed class PostgresqlAuditLogTests() : AuditLogTests(TestEngine.Postgresql());
