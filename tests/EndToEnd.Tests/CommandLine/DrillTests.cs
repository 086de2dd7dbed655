using System.Text.Json;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>Drills by the real command, on the system that it starts: gateway, Flask and backup server.</summary>
public sealed class DrillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drills_AreFoundAndTakenBack_AndNoOtherGatewayIsAsked()
    {
        await using var other = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await CutoverProgram.RunAsync(other.Address, Token, "drill", "500s", "missing-client", "--within", "120", "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Empty(other.Calls);
        using var answer = JsonDocument.Parse(run.Output);
        var drills = answer.RootElement.GetProperty("drills").EnumerateArray().ToDictionary(one => one.GetProperty("drill").GetString()!);
        Assert.Equal(["500s", "missing-client"], drills.Keys);
        Assert.All(drills.Values, drill =>
        {
            Assert.Equal(JsonValueKind.Null, drill.GetProperty("problem").ValueKind);
            Assert.True(drill.GetProperty("back").GetDouble() >= drill.GetProperty("detected").GetDouble(), run.Output);
            Assert.InRange(drill.GetProperty("bad_answers").GetInt32(), 1, drill.GetProperty("requests").GetInt32());
        });
    }

    [Fact]
    public async Task UnknownDrill_IsBadUsage_AndTheNearestIsNamed()
    {
        using var port = new ReservedPort();
        var run = await CutoverProgram.RunAsync(new Uri($"http://127.0.0.1:{port.Port}"), Token, "drill", "slownes");

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("'slownes' is not known here; did you mean 'slowness'?", run.Error, StringComparison.Ordinal);
    }
}
