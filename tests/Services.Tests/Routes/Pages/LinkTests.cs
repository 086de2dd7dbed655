using System.Net.Sockets;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Routes.Pages;

/// <summary>Links in the public folders: those that stay inside are followed, those that leave are not found.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly WebRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Link_InsideTheFolder_IsFollowedAndKeepsItsName()
    {
        Link("scripts/app.js", "alias.js");
        Link(_root.InWeb("scripts"), "folder");
        Link("alias.js", "twice.js");
        await using var host = await _root.ServeAsync(Token);

        foreach (var target in (string[])["/alias.js", "/folder/app.js", "/twice.js"])
        {
            var answer = await host.GetAsync(target, Token);
            Assert.Equal((200, "0123456789", "10"), (answer.Status, answer.Text, answer.Value("Content-Length")));
            Assert.Equal("inline; filename=" + Path.GetFileName(target), answer.Value("Content-Disposition"));
        }
    }

    [Fact]
    public async Task Link_OutOfTheFolder_IsNotFound()
    {
        Link("../secret.txt", "relative.txt");
        Link(_root.Combine("config.json"), "absolute.json");
        Link(_root.Combine("Client"), "up");
        Link("..", "scripts", "parent");
        Link("relative.txt", "chain.txt");
        Link("../Client-guiX/secret.txt", "sibling.txt");
        Link(_root.Combine("secret.svg"), "logo2.svg");
        Link("up/secret.txt", "through.txt");
        File.CreateSymbolicLink(_root.Combine("favicon_stuff", "favicon-out.svg"), _root.Combine("secret.svg"));
        await using var host = await _root.ServeAsync(Token);

        foreach (var target in (string[])
            ["/relative.txt", "/absolute.json", "/up/secret.txt", "/up/Client-guiX/secret.txt", "/scripts/parent/../secret.txt", "/chain.txt",
             "/sibling.txt", "/logo2.svg", "/through.txt", "/favicon-out.svg", "/favicon_stuff/favicon-out.svg"])
        {
            var answer = await host.GetAsync(target, Token);
            Assert.Equal((404, "", target), (answer.Status, answer.Text, target));
        }

        Assert.Equal("0123456789", (await host.GetAsync("/up/Client-gui/scripts/app.js", Token)).Text);
    }

    [Fact]
    public async Task Link_InCirclesOrDangling_IsNotFound()
    {
        Link("b.txt", "a.txt");
        Link("a.txt", "b.txt");
        Link("nowhere.txt", "dangling.txt");
        await using var host = await _root.ServeAsync(Token);

        foreach (var target in (string[])["/a.txt", "/dangling.txt", "/a.txt/x"])
            Assert.Equal(404, (await host.GetAsync(target, Token)).Status);
    }

    [Fact]
    public async Task Folder_ItselfALink_IsServed()
    {
        Directory.Move(_root.InWeb(), _root.Combine("moved"));
        Directory.CreateSymbolicLink(_root.InWeb(), "../moved");
        File.CreateSymbolicLink(_root.Combine("moved", "alias.js"), "scripts/app.js");
        await using var host = await _root.ServeAsync(Token);

        Assert.Equal("0123456789", (await host.GetAsync("/scripts/app.js", Token)).Text);
        Assert.Equal("0123456789", (await host.GetAsync("/alias.js", Token)).Text);
    }

    [Fact]
    public async Task File_ThatCannotBeOpened_IsNotFound()
    {
        // Permissions do not stop root; a socket's name cannot be opened by anybody.
        using var socket = OperatingSystem.IsWindows() ? null : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket?.Bind(new UnixDomainSocketEndPoint(_root.InWeb("closed.md")));
        using var locked = OperatingSystem.IsWindows() ? File.Open(_root.InWeb("closed.md"), FileMode.Create, FileAccess.Write, FileShare.None) : null;
        await using var host = await _root.ServeAsync(Token);

        var answer = await host.GetAsync("/closed.md", Token);
        Assert.Equal((404, ""), (answer.Status, answer.Text));
    }

    private void Link(string target, params ReadOnlySpan<string> place)
    {
        try
        {
            File.CreateSymbolicLink(_root.InWeb(place), target);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links need the developer mode of Windows.");
        }
    }
}
