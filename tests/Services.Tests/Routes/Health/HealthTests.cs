using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Routes.Health;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Routes.Health;

/// <summary><c>GET /health</c> (contract 5).</summary>
public sealed partial class HealthTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health")]
    [InlineData("/api/health?x=1")]
    public async Task Health_ServerUp_TellsCountsAndLoad(string target)
    {
        using var server = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token, services => services.AddSingleton<IBackupActivity>(new Activity(48, 3)));

        var answer = await host.GetAsync(target, Token);

        Assert.Equal(200, answer.Status);
        Assert.Matches(Healthy(), answer.Text);
        Assert.NotEqual("0.0", Healthy().Match(answer.Text).Groups["memory"].Value);
    }

    [Fact]
    public async Task Health_ServerUp_DoesNotConnectForGood()
    {
        using var server = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);

        await host.GetAsync("/health", Token);

        var state = host.Services.GetRequiredService<Strangler.Services.BackupServer.BackupServerState>();
        Assert.False(state.Current.ConnectionEstablished);
        await host.GetAsync("/api/status", Token);
        Assert.True(state.Current.ConnectionEstablished);
    }

    [Fact]
    public async Task Health_CountsFail_Is500InLegacysShape()
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token, services => services.AddSingleton<IBackupActivity>(new BrokenActivity()));

        var answer = await host.GetAsync("/health", Token);

        Assert.Equal((500, "INTERNAL SERVER ERROR"), (answer.Status, answer.Reason));
        Assert.Matches("""^\{"api_server":"running_with_errors","error":"internal error","status":"error","timestamp":"[\dT:.-]+"\}\n$""", answer.Text);
    }

    [GeneratedRegex("""^\{"api_server":"running","backup_server":"running","backup_server_status":"running","status":"healthy","system_metrics":\{"active_backup_jobs":48,"active_websocket_connections":3,"cpu_usage_percent":\d{1,3}\.\d,"memory_usage_percent":(?<memory>\d{1,3}\.\d)\},"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?","uptime_info":"API server responsive"\}\n$""")]
    private static partial Regex Healthy();

    private sealed record Activity(int Jobs, int Sockets) : IBackupActivity;

    private sealed class BrokenActivity : IBackupActivity
    {
        public int Jobs => throw new InvalidOperationException();

        public int Sockets => 0;
    }
}
