using Microsoft.AspNetCore.Builder;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Listeners;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Listeners;

public sealed class ListenerOptionsTests
{
    private static readonly string[] Wrong =
    [
        "Gateway:Public=https://0.0.0.0:9090", "Gateway:Management=http://example.com:1", "Gateway:ConnectionLimit=-1", "Gateway:PageConnectionLimit=1000001",
        "Gateway:MinRequestBodyRate=-1", "Gateway:MinRequestBodyGrace=0:00:01", "Gateway:RequestHeadersTimeout=0:00:00",
        "Gateway:LegacyConnectTimeout=0:00:00", "Gateway:SocketOrigins:0=http://localhost:9090/", "Gateway:LegacyOrigin=localhost",
    ];

    [Fact]
    public async Task Options_Default_AreValid() => Assert.Empty(await FailuresAsync());

    [Fact]
    public async Task Options_Wrong_AreAllNamedAtOnce()
    {
        var failures = string.Join('\n', await FailuresAsync(Wrong));

        string[] settings = ["Gateway:Public", "Gateway:Management", "ConnectionLimit", "PageConnectionLimit", "MinRequestBodyRate", "MinRequestBodyGrace", "RequestHeadersTimeout", "LegacyConnectTimeout", "Gateway:SocketOrigins", "Gateway:LegacyOrigin"];
        Assert.All(settings, setting => Assert.Contains(setting, failures, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9090", "127.0.0.1:9090")]
    [InlineData("http://localhost:0", "127.0.0.1:0")]
    [InlineData("http://[::1]:80/", "[::1]:80")]
    [InlineData("http://0.0.0.0", "0.0.0.0:80")]
    public void ListenAddress_OfAUrl_IsItsEndPoint(string url, string expected) => Assert.Equal(expected, ListenAddress.Parse(url).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("9090")]
    [InlineData("ftp://127.0.0.1:9090")]
    [InlineData("http://127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:9090/base")]
    [InlineData("http://my-pc:9090")]
    public void ListenAddress_OfAnythingElse_IsRefusedWithAReason(string url)
    {
        Assert.False(ListenAddress.TryParse(url, out _, out var reason));
        Assert.NotEmpty(reason);
    }

    /// <summary>What the whole gateway says of its settings when it starts.</summary>
    private static async Task<IReadOnlyList<string>> FailuresAsync(params string[] settings)
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        string[] arguments = [$"--Config={folder.Path}", .. settings.Select(setting => "--" + setting)];
        await using var app = WebApplication.CreateBuilder(arguments).AddGateway().Build();
        try
        {
            app.UseGateway(static _ => { });
            return [];
        }
        catch (Exception ex) when (StartupFailure.IsExpected(ex))
        {
            return [.. StartupFailure.Lines(ex)];
        }
    }
}
