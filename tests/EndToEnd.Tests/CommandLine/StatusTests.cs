using System.Text.Json;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class StatusTests
{
    private const string Board = """
        {"legacy_only":true,"reloads":{"good":3,"bad":1,"last_error":"features.json: line 4 is no JSON"},"routes":[
        {"route":"status","stage":"live","served_by":"modern","has_module":true,"requests":{"legacy":12,"modern":345},"parity":0.99996,"coverage":1.0,
        "legacy_ms":{"p50":12.34,"p95":56.7},"modern_ms":{"p50":0.4,"p95":1.24},"gate":{"verdict":"blocked","unmet":["parity","critical"]},
        "last_change":{"id":3,"at":"2026-11-23T14:00:00+00:00","who":"ana","why":"a \u001b[31mquiet night","before":"shadow","after":"live"}},
        {"route":"static","stage":"legacy","served_by":"legacy","has_module":false,"requests":{"legacy":0,"modern":0},"parity":null,"coverage":null,
        "legacy_ms":null,"modern_ms":null,"last_change":null}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_Redirected_IsAPlainTable()
    {
        await using var gateway = await ManagementStub.StartAsync(200, Board, Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "status");

        const string Expected = """
            legacy-only is on: legacy answers every route, whatever its stage.
            A file needs a person: features.json: line 4 is no JSON
            route   stage   served by  requests  parity   coverage  legacy ms    modern ms  gate                       last change
            status  live    modern     12 / 345  99.99 %  100.00 %  12.3 / 56.7  0.4 / 1.2  blocked: parity, critical  2026-11-23 14:00:00Z shadow > live, ana: a \u001B[31mquiet night
            static  legacy  legacy     0 / 0     -        -         -            -          -                          -
            requests: legacy / modern; ms: p50 / p95

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), WithoutTrailingBlanks(run.Output));
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Status_Json_IsTheGatewaysOwn()
    {
        await using var gateway = await ManagementStub.StartAsync(200, Board, Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "status", "--json");

        Assert.Equal(Board.ReplaceLineEndings("\n") + "\n", run.Output);
        Assert.Equal("GET /api/routes", Assert.Single(gateway.Calls).Line);
    }

    [Fact]
    public async Task Status_EveryRouteComplete_SaysThatThereIsNoLegacy()
    {
        using var nothing = new ReservedPort();
        await using var gateway = await GatewayProcess.StartAsync(
            new(new Uri($"http://127.0.0.1:{nothing.Port}")) { Stages = GatewayFolder.Modules.ToDictionary(route => route, _ => "complete") }, Token);

        var run = await CutoverProgram.RunAsync(gateway.Management, Token, "status");
        Assert.Contains("No legacy: every route is complete.\n", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));

        using var board = JsonDocument.Parse((await CutoverProgram.RunAsync(gateway.Management, Token, "status", "--json")).Output);
        var legacy = board.RootElement.GetProperty("legacy");
        Assert.Equal((false, false), (legacy.GetProperty("is_needed").GetBoolean(), legacy.GetProperty("answers").GetBoolean()));
    }

    private static string WithoutTrailingBlanks(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));
}
