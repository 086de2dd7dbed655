using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Testing;
using Strangler.Gateway.Configuration;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class OutrankedValuesTests : IDisposable
{
    private const string Address = "ReverseProxy:Clusters:legacy:Destinations:flask:Address";

    private readonly TemporaryFolder _folder = new();
    private readonly string _prefix = $"OUTRANKED_{Guid.NewGuid():N}_";

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_prefix + "ReverseProxy__Clusters__legacy__Destinations__flask__Address", null);
        _folder.Dispose();
    }

    [Fact]
    public void AddressOfTheEnvironment_IsSaidOnce_WithBothValues() =>
        Assert.Equal([$"yarp.json has {Address} = http://127.0.0.1:9190/, but the environment of the gateway has http://10.0.0.1:9190, which outranks it and is in force"], Said("http://10.0.0.1:9190"));

    [Fact]
    public void Argument_OutranksTheEnvironment() => Assert.Equal(
        [$"yarp.json has {Address} = http://127.0.0.1:9190/, but an argument of the gateway has http://10.0.0.2:9190, which outranks it and is in force"],
        Said("http://10.0.0.1:9190", $"--{Address}=http://10.0.0.2:9190"));

    [Fact]
    public void Credentials_AreNotShown() =>
        Assert.Contains("http://(not shown)@10.0.0.1:9190", Assert.Single(Said("http://ana:secret@10.0.0.1:9190")), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:9190")]
    [InlineData(null)]
    public void SameValue_AndNone_AreNotSaid(string? value) => Assert.Empty(Said(value));

    /// <summary>What is in the log after two looks.</summary>
    private List<string> Said(string? environment, params string[] arguments)
    {
        Environment.SetEnvironmentVariable(_prefix + "ReverseProxy__Clusters__legacy__Destinations__flask__Address", environment);
        GatewayFolder.Fill(_folder.Path);
        var configuration = new ConfigurationManager();
        ((IConfigurationBuilder)configuration).AddEnvironmentVariables(_prefix).AddCommandLine(arguments);
        var files = GatewayFiles.Find(_folder.Path);
        files.AddTo(configuration);
        var logger = new FakeLogger<OutrankedValues>();
        var outranked = new OutrankedValues(configuration, files, logger);
        outranked.Say();
        outranked.Say();
        return [.. logger.Collector.GetSnapshot().Select(entry => entry.Message)];
    }
}
