using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Routes.Status;

/// <summary><c>GET /api/status</c> and the calls that change it (contract 4 and 5).</summary>
public sealed class StatusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_AfterDisconnect_ReconnectsAtOnceAndKeepsTheMessage()
    {
        using var server = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        await host.PostJsonAsync("/api/disconnect", "{bad", Token);

        var status = await host.GetAsync("/api/status", Token);

        Assert.Contains("\"connected\":true,\"isConnected\":true", status.Text, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Disconnected from backup server\",\"phase\":\"READY\"", status.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_Times_AreLocalAndThoseOfTheLastChange()
    {
        using var server = BackupServerPort.Down();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 21, 24, 25, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(9), "test", "test"));
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token, services => services.AddSingleton<TimeProvider>(time));

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("\"last_updated\":\"2026-11-23T06:24:25\"", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMicroseconds(5838));
        await host.PostJsonAsync("/api/disconnect", "", Token);
        Assert.Contains("\"last_updated\":\"2026-11-23T06:25:25.005838\"", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);
        Assert.Contains("\"timestamp\":\"2026-11-23T06:25:25.005838\"", (await host.GetAsync("/health", Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_ServerGoesAway_IsSeenAfterTheFreshness()
    {
        var time = new FakeTimeProvider();
        using var server = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token, services => services.AddSingleton<TimeProvider>(time));
        Assert.Contains("\"connected\":true", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);

        server.Stop();
        Assert.Contains("\"connected\":true", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Contains("\"connected\":false", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);
    }
}
