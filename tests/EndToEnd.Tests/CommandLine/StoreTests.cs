using System.Text.Json.Nodes;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>An installation goes to PostgreSQL, by the command, the gateway's program and its real schema.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ReservedPort _noLegacy = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _folder.Combine("gateway.db");

    public void Dispose()
    {
        _noLegacy.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Installation_GoesToAServerAndBack()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "No PostgreSQL in /usr/lib/postgresql; ./test.sh installs Debian's package (postgresql).");
        await using var server = await PostgresServer.StartAsync(Token);
        var settings = new Dictionary<string, string> { ["Store:Provider"] = "postgresql", ["Store:ConnectionString"] = server.NewStore() };
        var environment = new Dictionary<string, string?> { ["STRANGLER_CONFIG"] = _folder.Path, ["Store__Provider"] = "postgresql", ["Store__ConnectionString"] = settings["Store:ConnectionString"] };
        string before;
        await using (var gateway = await StartAsync([]))
        {
            await CutoverProgram.RunAsync(gateway.Management, Token, "set", "status", "shadow", "--reason", "it's time", "--who", "ana");
            before = await AuditAsync(gateway);
            var refused = await MoveAsync(environment, "--from", $"sqlite:{Database}", "--to", "postgresql:");
            Assert.Equal((1, $"{Database}: another program holds the file. Stop the other gateway, or set ShadowDiff:Database to another file. (SQLite Error 5: 'database is locked'.)\n"), (refused.ExitCode, refused.Error));
        }

        var there = await MoveAsync(environment, "--from", "sqlite:", "--to", "postgresql:", "--", $"--ShadowDiff:Database={Database}");
        Assert.True(there.ExitCode == 0, there.ToString());
        Assert.StartsWith($"From {Database} to PostgreSQL's database postgres at 127.0.0.1:{server.Port}, schema store1.\n", there.Output, StringComparison.Ordinal);
        Assert.Contains("\naudit: 1 row, SHA-256 ", there.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, there.ToString(), StringComparison.Ordinal);
        await using (var gateway = await StartAsync(settings))
            Assert.Equal(before, await AuditAsync(gateway));

        var back = await MoveAsync(environment, "--from", "postgresql:", "--to", $"sqlite:{Database}.back");
        Assert.True(back.ExitCode == 0, back.ToString());
        Assert.Contains("\naudit: 1 row, SHA-256 ", back.Output, StringComparison.Ordinal);
    }

    private Task<GatewayProcess> StartAsync(Dictionary<string, string> settings) =>
        GatewayProcess.StartAsync(new GatewayOptions(new Uri($"http://127.0.0.1:{_noLegacy.Port}")) { Folder = _folder.Path, Settings = settings }, Token);

    private static Task<ProgramOutput> MoveAsync(Dictionary<string, string?> environment, params string[] arguments) => CutoverProgram.RunAsync(environment, Token, ["store", "migrate", .. arguments]);

    private static async Task<string> AuditAsync(GatewayProcess gateway)
    {
        using var client = new HttpClient();
        var audit = JsonNode.Parse(await client.GetStringAsync(new Uri(gateway.Management, "/api/audit"), Token))!;
        return audit.ToJsonString();
    }
}
