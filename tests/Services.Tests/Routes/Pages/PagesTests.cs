using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Routes.Pages;

/// <summary>The catch-all: files of the web client, and what Flask answers for every other path (contract 3.3, 3.5, 5).</summary>
public sealed class PagesTests : IDisposable
{
    private const string HiddenPage = "<h1>Not Found</h1><p>The requested URL was not found on the server.</p>";
    private const string ForbiddenPage = "<h1>Forbidden</h1><p>Access denied</p>";
    private readonly WebRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    private static void SkipWhereWindowsDiffers(string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && target is ("/scripts/../favicon.svg" or "/nowhere/../favicon.svg"), "Windows reads dot segments by the text alone.");
        Assert.SkipWhen(OperatingSystem.IsWindows() && target == "/favicon_stuff/favicon.ico", "The registry decides on types of files.");
        Assert.SkipWhen(OperatingSystem.IsWindows() && target == "/newguiforclient.html", "Windows knows no upper and lower case in names.");
    }

    [Theory]
    [InlineData("/", "<html>index", "text/html; charset=utf-8")]
    [InlineData("/?x=1", "<html>index", "text/html; charset=utf-8")]
    [InlineData("/%2f", "<html>index", "text/html; charset=utf-8")]
    [InlineData("/scripts/../NewGUIforClient.html", "<html>index", "text/html; charset=utf-8")]
    [InlineData("/scripts/app.js", "0123456789", "application/javascript; charset=utf-8")]
    [InlineData("//scripts//app.js", "0123456789", "application/javascript; charset=utf-8")]
    [InlineData("/scripts%2fapp.js", "0123456789", "application/javascript; charset=utf-8")]
    [InlineData("/scripts/app.js/", "0123456789", "text/javascript; charset=utf-8")]
    [InlineData("/nowhere/../README.md", "readme", "text/markdown; charset=utf-8")]
    [InlineData("/favicon.svg", "<svg>icon", "image/svg+xml")]
    [InlineData("/favicon_stuff/favicon.ico", "icon", "image/vnd.microsoft.icon")]
    [InlineData("/logo.svg", "<svg>logo", "image/svg+xml")]
    [InlineData("/scripts/../favicon.svg", "<svg>web", "image/svg+xml")]
    public async Task Get_File_IsSent(string target, string body, string type)
    {
        SkipWhereWindowsDiffers(target);
        await using var host = await _root.ServeAsync(Token);

        var answer = await host.GetAsync(target, Token);

        Assert.Equal((200, body, type), (answer.Status, answer.Text, answer.Value("Content-Type")));
        Assert.Equal("no-cache", answer.Value("Cache-Control"));
    }

    [Theory]
    [InlineData("/ws_adapter.js", "globalThis.io")]
    [InlineData("/ws_adapter.mjs", "export const io")]
    public async Task Get_BuiltInFile_IsSent_UnlessTheFolderHasIt(string target, string content)
    {
        await using var host = await _root.ServeAsync(Token);

        var answer = await host.GetAsync(target, Token);
        Assert.Equal((200, "application/javascript; charset=utf-8", "no-cache"), (answer.Status, answer.Value("Content-Type"), answer.Value("Cache-Control")));
        Assert.Contains(content, answer.Text, StringComparison.Ordinal);
        Assert.Equal(304, (await host.SendAsync(RawRequest.Get(target).With("If-None-Match", answer.Value("ETag")!), Token)).Status);

        _root.Put("own", "Client", "Client-gui", target[1..]);
        Assert.Equal("own", (await host.GetAsync(target, Token)).Text);
    }

    [Theory]
    [InlineData("/index.html", 404, HiddenPage)]
    [InlineData("/NewGUIforClient.html", 404, HiddenPage)]
    [InlineData("/newguiforclient.html", 404, "")]
    [InlineData("/scripts", 404, "")]
    [InlineData("/scripts/", 404, "")]
    [InlineData("/.", 404, "")]
    [InlineData("/nope.txt", 404, "")]
    [InlineData("/api/nope", 404, "")]
    [InlineData("/API/NOPE", 404, "")]
    [InlineData("/api//status", 404, "")]
    [InlineData("/api/status;x=1", 404, "")]
    [InlineData("/nowhere/../favicon.svg", 404, "")]
    [InlineData("/favicon_stuff/", 404, "")]
    [InlineData("/favicon.svg/", 404, "")]
    [InlineData("/favicon.svg/.", 404, "")]
    [InlineData("/..", 403, ForbiddenPage)]
    [InlineData("/../secret.txt", 403, ForbiddenPage)]
    [InlineData("/..%2f..%2fconfig.json", 403, ForbiddenPage)]
    [InlineData("/../Client-guiX/secret.txt", 404, "")]
    [InlineData("/../Client-gui/README.md", 404, "")]
    [InlineData("/../secret.svg", 404, "")]
    [InlineData("/favicon/../../config.json", 404, "")]
    public async Task Get_NoFile_IsLegacysAnswer(string target, int status, string body)
    {
        SkipWhereWindowsDiffers(target);
        await using var host = await _root.ServeAsync(Token);

        var answer = await host.GetAsync(target, Token);

        Assert.Equal((status, body, "text/html; charset=utf-8"), (answer.Status, answer.Text, answer.Value("Content-Type")));
        Assert.Null(answer.Value("ETag"));
    }

    [Theory]
    [InlineData("GET", "/static/x")]
    [InlineData("GET", "/static/../scripts/app.js")]
    [InlineData("HEAD", "/static/x")]
    [InlineData("GET", "/a%0ab")]
    [InlineData("POST", "/a%0ab")]
    [InlineData("OPTIONS", "/static/a%0ab")]
    public async Task AnyMethod_NoRule_IsWerkzeugsPage(string method, string target)
    {
        await using var host = await _root.ServeAsync(Token);

        var answer = await SendAsync(host, method, target);

        Assert.Equal((404, "207", null), (answer.Status, answer.Value("Content-Length"), answer.Value("Allow")));
        Assert.Equal(method == "HEAD" ? 0 : 207, answer.Body.Length);
    }

    [Theory]
    [InlineData("POST", "/", 405, "GET, HEAD, OPTIONS")]
    [InlineData("FOO", "/nope", 405, "GET, HEAD, OPTIONS")]
    [InlineData("POST", "/static/x", 405, "GET, HEAD, OPTIONS")]
    [InlineData("OPTIONS", "/scripts/app.js", 200, "GET, HEAD, OPTIONS")]
    [InlineData("options", "/%0a", 200, "GET, HEAD, OPTIONS")]
    [InlineData("OPTIONS", "/api//test", 200, "GET, HEAD, OPTIONS, POST")]
    [InlineData("PUT", "/api//test", 405, "GET, HEAD, OPTIONS, POST")]
    [InlineData("POST", "/api///test", 405, "GET, HEAD, OPTIONS")]
    [InlineData("POST", "/api//status", 405, "GET, HEAD, OPTIONS")]
    [InlineData("GET", "/api//test", 404, null)]
    public async Task OtherMethods_AnyPath_AreLegacysAnswer(string method, string target, int status, string? allow)
    {
        await using var host = await _root.ServeAsync(Token);

        var answer = await SendAsync(host, method, target);

        Assert.Equal((status, allow), (answer.Status, answer.Value("Allow")));
    }

    /// <summary>Seen on Werkzeug 2.2.</summary>
    [Theory]
    [InlineData("/api//test", "http://h:81/api/test")]
    [InlineData("/api%2f%2ftest?x=1&y=%20z", "http://h:81/api/test?x=1&y=%20z")]
    [InlineData("/api//cancel/a%20b%2Bc%D1%84%3Cx%3E'", "http://h:81/api/cancel/a%20b+c%D1%84%3Cx%3E'")]
    public async Task Post_DoubledSlash_RedirectsToTheRule(string target, string location)
    {
        await using var host = await _root.ServeAsync(Token);

        var answer = await SendAsync(host, "POST", target);

        var text = location.Replace("&", "&amp;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
        Assert.Equal((308, "PERMANENT REDIRECT", location), (answer.Status, answer.Reason, answer.Value("Location")));
        Assert.Equal(
            $"<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href=\"{text}\">{text}</a>. If not, click the link.\n",
            answer.Text);
    }

    [Theory]
    [InlineData("GET", "bytes=2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("GET", "bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("GET", "bytes=8-99", 206, "89", "bytes 8-9/10")]
    [InlineData("HEAD", "bytes=2-4", 206, "", "bytes 2-4/10")]
    [InlineData("GET", "bytes=99-", 200, "0123456789", null)]
    [InlineData("GET", "bytes=0-0,5-6", 200, "0123456789", null)]
    [InlineData("get", "bytes=2-4", 200, "0123456789", null)]
    public async Task Range_OfAFile_IsAPartOrIgnored(string method, string range, int status, string body, string? part)
    {
        await using var host = await _root.ServeAsync(Token);

        var answer = await host.SendAsync((RawRequest.Get("/scripts/app.js") with { Method = method }).With("Range", range), Token);

        Assert.Equal((status, body, part), (answer.Status, answer.Text, answer.Value("Content-Range")));
    }

    [Theory]
    [InlineData("rename")]
    [InlineData("in place")]
    [InlineData("link")]
    public async Task Get_FileReplacedByOneOfItsSizeAndTime_IsSeenAtOnce(string how)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows does not tell.");
        await using var host = await _root.ServeAsync(Token);
        var file = _root.InWeb("scripts", "app.js");
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, time);
        var first = await GetAsync(host, tag: null);

        Replace(how, file, "abcdefghij", time);
        var second = await GetAsync(host, first.Value("ETag"));
        Assert.Equal((200, "abcdefghij"), (second.Status, second.Text));
        Assert.Equal(304, (await GetAsync(host, second.Value("ETag"))).Status);
        Assert.Matches("^\"[0-9.e+]+-10-[0-9]+\"$", second.Value("ETag"));

        Replace(how, file, "0123456789", time); // back again: the tag that legacy has for it
        Assert.Equal(first.Value("ETag"), (await GetAsync(host, second.Value("ETag"))).Value("ETag"));
    }

    /// <summary>As when the same files are deployed again. Legacy says 304, too.</summary>
    [Theory]
    [InlineData("rename")]
    [InlineData("in place")]
    public async Task Get_FileReplacedByItsLike_KeepsItsTag(string how)
    {
        await using var host = await _root.ServeAsync(Token);
        var file = _root.InWeb("scripts", "app.js");
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc); // one that .NET can restore: the disk's is finer
        File.SetLastWriteTimeUtc(file, time);
        var tag = (await GetAsync(host, tag: null)).Value("ETag");

        Replace(how, file, "0123456789", time);

        Assert.Equal(304, (await GetAsync(host, tag)).Status);
    }

    [Fact]
    public async Task Get_FileChangedOrGone_IsSeenAtOnce()
    {
        await using var host = await _root.ServeAsync(Token);
        var tag = (await host.GetAsync("/", Token)).Value("ETag")!;
        Assert.Equal(304, (await host.SendAsync(RawRequest.Get("/").With("If-None-Match", tag), Token)).Status);

        File.WriteAllText(_root.InWeb("NewGUIforClient.html"), "new");
        Assert.Equal("new", (await host.SendAsync(RawRequest.Get("/").With("If-None-Match", tag), Token)).Text);

        File.Delete(_root.InWeb("NewGUIforClient.html"));
        var gone = await host.GetAsync("/", Token);
        Assert.Equal((404, "<h1>Client GUI not found</h1><p>Please ensure Client/Client-gui/NewGUIforClient.html exists</p>"), (gone.Status, gone.Text));
    }

    [Theory]
    [InlineData("a b.txt", "inline; filename=\"a b.txt\"")]
    [InlineData("\u0444.txt", "inline; filename=.txt; filename*=UTF-8''%D1%84.txt")]
    public async Task Get_OddName_IsQuotedAsInWerkzeug(string name, string disposition)
    {
        File.WriteAllText(_root.InWeb(name), "x");
        await using var host = await _root.ServeAsync(Token);

        var answer = await host.GetAsync("/" + Uri.EscapeDataString(name), Token);

        Assert.Equal((200, disposition), (answer.Status, answer.Value("Content-Disposition")));
    }

    [Fact]
    public async Task Folders_Configured_AreUsed()
    {
        _root.Put("other", "elsewhere", "page.txt");
        await using var host = await ModuleHost.StartAsync(
            [
                KeyValuePair.Create<string, string?>("Services:LegacyRoot", _root.Path),
                KeyValuePair.Create<string, string?>("Services:Pages:WebFolder", "elsewhere"),
                KeyValuePair.Create<string, string?>("Services:Pages:IconFolder", _root.InWeb()),
            ],
            Token);

        Assert.Equal("other", (await host.GetAsync("/page.txt", Token)).Text);
        Assert.Equal("<svg>logo", (await host.GetAsync("/favicon_stuff/logo.svg", Token)).Text);
        Assert.Equal(404, (await host.GetAsync("/README.md", Token)).Status);
    }

    private static Task<RawResponse> SendAsync(ModuleHost host, string method, string target) =>
        host.SendAsync(new RawRequest(method, target) { Headers = [RawRequest.Header("Host", "h:81"), RawRequest.Header("Content-Length", "0")] }, Token);

    private static Task<RawResponse> GetAsync(ModuleHost host, string? tag) =>
        host.SendAsync(tag is null ? RawRequest.Get("/scripts/app.js") : RawRequest.Get("/scripts/app.js").With("If-None-Match", tag), Token);

    private static void Replace(string how, string file, string content, DateTime time)
    {
        var written = how switch { "rename" => file + ".new", "link" => $"{file}.{content}", _ => file };
        File.WriteAllText(written, content);
        File.SetLastWriteTimeUtc(written, time);
        if (how == "link")
        {
            File.CreateSymbolicLink(file + ".link", written);
            written = file + ".link";
        }

        if (how != "in place")
            File.Move(written, file, overwrite: true);
    }
}
