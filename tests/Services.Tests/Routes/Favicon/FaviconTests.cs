using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Routes.Favicon;

/// <summary><c>GET /favicon.ico</c> (contract 5, Q29).</summary>
public sealed class FaviconTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Favicon_OfTheIconFolderOnly_Is204()
    {
        using var root = new WebRoot();
        await using var host = await root.ServeAsync(Token);

        var answer = await host.GetAsync("/favicon.ico", Token);

        Assert.Equal((204, "NO CONTENT", 0), (answer.Status, answer.Reason, answer.Body.Length));
        Assert.Equal(("text/html; charset=utf-8", null), (answer.Value("Content-Type"), answer.Value("Content-Length")));
    }

    [Fact]
    public async Task Favicon_OfTheWebFolder_IsSent()
    {
        using var root = new WebRoot();
        await using var host = await root.ServeAsync(Token);
        File.WriteAllText(root.InWeb("favicon.ico"), "own");

        var answer = await host.GetAsync("/favicon.ico", Token);

        Assert.Equal((200, "own", "inline; filename=favicon.ico"), (answer.Status, answer.Text, answer.Value("Content-Disposition")));
    }
}
