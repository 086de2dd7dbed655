using Strangler.Gateway.Listeners;

namespace Strangler.Gateway.Tests.Listeners;

public sealed class ListenerOptionsTests
{
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
}
