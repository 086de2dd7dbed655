using System.Net;
using Strangler.Gateway.Decommission;

namespace Strangler.Gateway.Tests.Decommission;

public sealed class CallerNameTests
{
    [Theory]
    [InlineData("203.0.113.77", "curl/8.5.0", "network", "203.0.113.0/24 curl/8.5.0")]
    [InlineData("203.0.113.77", "curl/8.5.0", "address", "203.0.113.77 curl/8.5.0")]
    [InlineData("203.0.113.77", "curl/8.5.0", "none", "curl/8.5.0")]
    [InlineData("::ffff:203.0.113.77", "python-requests/2.31.0", "network", "203.0.113.0/24 python-requests/2.31.0")]
    [InlineData("2001:db8:1:2::7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0", "network", "2001:db8:1::/48 browser")]
    [InlineData("127.0.0.1", "BackupGui (Windows)", "network", "127.0.0.1 BackupGui")]
    [InlineData("127.0.0.1", null, "network", "127.0.0.1 no-name")]
    [InlineData("127.0.0.1", "token=hunter2", "network", "127.0.0.1 other")]
    [InlineData("127.0.0.1", "someone@example.com", "network", "127.0.0.1 other")]
    [InlineData("127.0.0.1", "Agent/1.0-hunter2", "network", "127.0.0.1 other")]
    [InlineData("127.0.0.1", "\u001b[2J", "network", "127.0.0.1 other")]
    [InlineData(null, "others", "none", "others")]
    public void Of_KeepsNoMoreThanIsAllowed(string? address, string? agent, string kept, string name) =>
        Assert.Equal(name, CallerName.Of(address is null ? null : IPAddress.Parse(address), agent, kept));
}
