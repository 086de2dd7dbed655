using Microsoft.Extensions.Options;
using Strangler.Gateway.Listeners;

namespace Strangler.Gateway.Tests.Listeners;

public sealed class ProxyOptionsTests
{
    [Fact]
    public void Options_Default_AreValid() => Assert.True(Validate(new ProxyOptions()).Succeeded);

    [Fact]
    public void Options_Wrong_AreAllNamedAtOnce()
    {
        var result = Validate(new ProxyOptions
        {
            Public = "https://0.0.0.0:9090",
            Management = "http://example.com:1",
            ConnectionLimit = -1,
            PageConnectionLimit = 1_000_001,
            LegacyConnectTimeout = TimeSpan.Zero,
            SocketOrigins = ["http://localhost:9090/"],
            LegacyOrigin = "localhost",
        });

        string[] settings = ["Gateway:Public", "Gateway:Management", "ConnectionLimit", "PageConnectionLimit", "LegacyConnectTimeout", "Gateway:SocketOrigins", "Gateway:LegacyOrigin"];
        Assert.All(settings, setting => Assert.Contains(setting, result.FailureMessage, StringComparison.Ordinal));
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

    private static ValidateOptionsResult Validate(ProxyOptions options) => new ProxyOptionsValidator().Validate(null, options);
}
