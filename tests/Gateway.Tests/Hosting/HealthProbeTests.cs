using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Hosting;

/// <summary><c>--health</c> is the health check of an image without a shell.</summary>
public sealed class HealthProbeTests
{
    [Fact]
    public async Task Gateway_ThatLives_IsWell_AndOneThatIsGoneIsNot()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync();
        var gateway = new GatewayApp(legacy.Address, ("Config", folder.Path)).Start();
        var port = gateway.Management.BaseAddress!.Port;
        string[] settings = [$"--Config={folder.Path}", $"--Gateway:Management=http://0.0.0.0:{port}"];

        Assert.Null(await HealthProbe.ProblemAsync(settings));
        Assert.Equal(0, await HealthProbe.RunAsync(settings));
        await gateway.DisposeAsync();

        Assert.StartsWith($"No answer from http://127.0.0.1:{port}/livez (", await HealthProbe.ProblemAsync(settings), StringComparison.Ordinal);
        Assert.Equal(1, await HealthProbe.RunAsync(settings));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "which port a gateway took cannot be asked")]
    [InlineData("https://127.0.0.1:9091", "write http://host:port")]
    public async Task Address_ThatCannotBeAsked_IsSaid(string address, string said)
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);

        var problem = await Assert.ThrowsAsync<InvalidConfigurationException>(() => HealthProbe.ProblemAsync([$"--Config={folder.Path}", $"--Gateway:Management={address}"]));

        Assert.Contains(said, Assert.Single(problem.Errors), StringComparison.Ordinal);
    }
}
