using Strangler.Contract;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Contract;

public sealed class GatewayStateFileTests : IDisposable
{
    private static readonly RunningGateway Gateway = new(17, DateTimeOffset.UnixEpoch, "/etc/gateway", new Uri("http://127.0.0.1:9091"));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gateway_IsFoundAsLongAsItLives()
    {
        using (GatewayStateFile.Create(_folder.Combine("below"), Gateway))
            Assert.Equal([Gateway], GatewayStateFile.FindRunning(_folder.Combine("below")));

        Assert.Empty(GatewayStateFile.FindRunning(_folder.Combine("below")));
        Assert.Empty(Directory.EnumerateFiles(_folder.Combine("below")));
    }

    [Fact]
    public void TwoOfOneFolder_AreBothFound()
    {
        using var one = GatewayStateFile.Create(_folder.Path, Gateway);
        using var other = GatewayStateFile.Create(_folder.Path, Gateway with { ProcessId = 18 });

        Assert.Equal([17, 18], GatewayStateFile.FindRunning(_folder.Path).Select(gateway => gateway.ProcessId).Order());
    }

    /// <summary>What a killed gateway leaves: nobody keeps it open. The next one takes it away.</summary>
    [Fact]
    public void WhatNobodyKeepsOpen_IsNoGateway()
    {
        using (GatewayStateFile.Create(_folder.Path, Gateway))
        {
            var file = Assert.Single(Directory.GetFiles(_folder.Path));
            using var living = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var left = File.Create(_folder.Combine("gateway-left.state"));
            living.CopyTo(left);
        }

        Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.Empty(GatewayStateFile.FindRunning(_folder.Path));

        using (GatewayStateFile.Create(_folder.Path, Gateway))
            Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void NoFolder_HasNoGateways() => Assert.Empty(GatewayStateFile.FindRunning(_folder.Combine("nowhere")));

    [Fact]
    public void FileThatIsNone_IsPassedOver()
    {
        using var odd = new FileStream(_folder.Combine("gateway-odd.state"), FileMode.Create, FileAccess.Write, FileShare.Read);
        Assert.Empty(GatewayStateFile.FindRunning(_folder.Path));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9091", "http://127.0.0.1:9091", true)]
    [InlineData("http://127.0.0.1:9091", "http://localhost:9091/", true)]
    [InlineData("http://0.0.0.0:9091", "http://127.0.0.1:9091", true)]
    [InlineData("http://[::]:9091", "http://127.0.0.1:9091", true)]
    [InlineData("http://10.0.0.7:9091", "http://10.0.0.7:9091", true)]
    [InlineData("http://127.0.0.1:9091", "http://127.0.0.1:9191", false)]
    [InlineData("http://127.0.0.1:9091", "http://gateway.example:9091", false)]
    [InlineData("http://0.0.0.0:9091", "http://gateway.example:9091", false)]
    [InlineData("http://10.0.0.7:9091", "http://127.0.0.1:9091", false)]
    public void Address_IsThisGateways(string listens, string asked, bool expected) =>
        Assert.Equal(expected, (Gateway with { Management = new Uri(listens) }).IsManagedAt(new Uri(asked)));
}
