using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Mirror;

namespace Strangler.ShadowDiff.Tests.Mirror;

public sealed class VerbatimRequestTests
{
    private static readonly Uri Server = new("http://127.0.0.1:9190");

    [Theory]
    [InlineData("/a?b=%2f", "/a?b=%2f")]
    [InlineData("//x", "//x")]
    [InlineData("/://x", "/://x")]
    [InlineData("http://host/a?b", "/a?b")]
    [InlineData("http://host", "/")]
    public void Target_IsWhatFollowsTheAuthority(string target, string sent)
    {
        using var request = VerbatimRequest.Create(Server, "GET", target, new Dictionary<string, StringValues>(), null);
        Assert.Equal($"{Server.GetLeftPart(UriPartial.Authority)}{sent}", request.RequestUri!.OriginalString);
    }

    /// <summary>Another path than it was would be sent: none is.</summary>
    [Theory]
    [InlineData("://x")]
    [InlineData("://x/a")]
    [InlineData(":/a")]
    [InlineData("*")]
    [InlineData("host:443")]
    public void Target_OfNoForm_IsRefused(string target) =>
        Assert.Throws<UriFormatException>(() => VerbatimRequest.Create(Server, "OPTIONS", target, new Dictionary<string, StringValues>(), null));
}
