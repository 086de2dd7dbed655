using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Audit;

/// <summary>A database on a disk that hangs, as a statement that does not end: the board shows the rest and says so, and whoever wants a route back is told how.</summary>
public sealed class HangingDatabaseTests : IAsyncDisposable
{
    private readonly GatewayApp _gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test").Start();
    private readonly ManualResetEventSlim _isBack = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GatewayDatabase Database => _gateway.Services.GetRequiredService<GatewayDatabase>();

    public async ValueTask DisposeAsync()
    {
        _isBack.Set();
        await _gateway.DisposeAsync();
        _isBack.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Board_ShowsTheStages_AndSaysWhatIsMissing(bool isReading)
    {
        await _gateway.SetStageAsync("health", "shadow");
        var hanging = isReading
            ? Assert.ThrowsAsync<StoreException>(() => Database.ReadInTimeAsync(_ => Hang(), TimeSpan.FromMilliseconds(1), Token))
            : Database.WriteAsync(_ => Hang(), durable: false, CancellationToken.None);
        if (isReading)
            await hanging;

        var board = await _gateway.BoardAsync();
        Assert.Equal("live", (string?)board["routes"]!.AsArray().Single(row => (string?)row!["route"] == "test")!["stage"]);
        Assert.Contains("gateway.db does not answer", (string?)board["audit_problem"], StringComparison.Ordinal);
        Assert.Contains("does not answer", await _gateway.Management.GetStringAsync("/", Token), StringComparison.Ordinal);
        Assert.Contains("does not answer", await _gateway.Management.GetStringAsync("/api/audit", Token), StringComparison.Ordinal);

        _isBack.Set();
        await hanging;
        await Eventually.IsTrueAsync(async () => (string?)(await _gateway.BoardAsync())["audit_problem"] is null, Token);
    }

    [Fact]
    public async Task Revert_SaysThatItCannot_AndWhatCan()
    {
        await Assert.ThrowsAsync<StoreException>(() => Database.ReadInTimeAsync(_ => Hang(), TimeSpan.FromMilliseconds(1), Token));
        var body = new JsonObject { ["who"] = "ana", ["reason"] = "3 a.m." };

        using var answer = await _gateway.PostAsync("/api/audit/1/revert", body);

        Assert.Contains("To take a route back, use 'rollback' or 'set', which need no database.", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["error"], StringComparison.Ordinal);
    }

    /// <summary>The gateway starts without it, and takes it up when it is back.</summary>
    [Fact]
    public async Task Start_WaitsForNoDisk()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test").With(services => services.AddSingleton<IStoreFeature>(new HangingFeature(Hang))).Start();

        Assert.Contains("gateway.db does not answer", (string?)(await gateway.BoardAsync())["audit_problem"], StringComparison.Ordinal);
        using (var back = await gateway.PostAsync("/api/rollback", new() { ["route"] = "test", ["who"] = "ana", ["reason"] = "3 a.m." }))
            Assert.Equal(200, (int)back.StatusCode);

        _isBack.Set();
        await Eventually.IsTrueAsync(async () => (await gateway.BoardAsync())["audit_problem"] is null && (string?)(await gateway.AuditAsync())[0]!["who"] == "ana" && (long)(await gateway.AuditAsync())[0]!["id"]! > 0, Token);
    }

    private sealed class HangingFeature(Func<bool> hang) : IStoreFeature
    {
        public IEnumerable<Migration> Migrations => [];

        public void Load(System.Data.Common.DbConnection connection) => hang();
    }

    private bool Hang()
    {
        _isBack.Wait(Token);
        return true;
    }
}
