using Strangler.Services.Tests.Hosting;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Routes.ProgressConfig;

/// <summary><c>GET /progress_config.json</c> as a file (contract 5 and 3.5).</summary>
public sealed class ProgressConfigTests : IDisposable
{
    private const string Target = "/progress_config.json";
    private const string FileTime = "Thu, 13 Nov 2025 23:53:17 GMT";

    private readonly TemporaryFolder _root = LegacyFolder.Create();
    private readonly BackupServerPort _server = BackupServerPort.Down();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _root.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task File_InSeveralPlaces_IsThatOfTheBackupServerThenOfTheRoot()
    {
        File.WriteAllText(_root.Combine("progress_config.json"), "root");
        await using var host = await StartAsync();

        Assert.StartsWith("{\"phases\"", (await host.GetAsync(Target, Token)).Text, StringComparison.Ordinal);
        File.Delete(LegacyFolder.PathIn(_root));
        Assert.Equal("root", (await host.GetAsync(Target, Token)).Text);
        File.Delete(_root.Combine("progress_config.json"));
        var missing = await host.GetAsync(Target, Token);
        Assert.Equal((404, "NOT FOUND", """{"error":"progress_config.json not found"}""" + "\n"), (missing.Status, missing.Reason, missing.Text));
    }

    [Fact]
    public async Task File_Changed_IsSeenAtOnce()
    {
        await using var host = await StartAsync();
        var before = (await host.GetAsync(Target, Token)).Value("ETag");
        File.WriteAllText(LegacyFolder.PathIn(_root), "new");

        var after = await host.GetAsync(Target, Token);

        Assert.Equal("new", after.Text);
        Assert.NotEqual(before, after.Value("ETag"));
    }

    /// <summary>Computed with Python: <c>f"{mtime}-{size}-{zlib.adler32(path) &amp; 0xFFFFFFFF}"</c>.</summary>
    [Fact]
    public async Task File_Tag_HoldsTimeSizeAndPath()
    {
        await using var host = await StartAsync();

        Assert.Matches("^\"1763077997\\.0-2566-\\d{1,10}\"$", (await host.GetAsync(Target, Token)).Value("ETag"));
    }

    [Theory]
    [InlineData("bytes=0-9", "0-9", 10)]
    [InlineData("bytes=-10", "2556-2565", 10)]
    [InlineData("bytes=2560-99999", "2560-2565", 6)]
    public async Task Range_One_IsAPart(string range, string part, int length)
    {
        await using var host = await StartAsync();

        var answer = await host.SendAsync(RawRequest.Get(Target).With("Range", range), Token);

        Assert.Equal((206, "PARTIAL CONTENT", length), (answer.Status, answer.Reason, answer.Body.Length));
        Assert.Equal(("bytes", $"bytes {part}/2566"), (answer.Value("Accept-Ranges"), answer.Value("Content-Range")));
        var head = await host.SendAsync((RawRequest.Get(Target) with { Method = "HEAD" }).With("Range", range), Token);
        Assert.Equal((206, $"{length}", 0), (head.Status, head.Value("Content-Length"), head.Body.Length));
    }

    /// <summary>Q15: legacy answers 404.</summary>
    [Theory]
    [InlineData("bytes=0-0,5-6")]
    [InlineData("bytes=99999-")]
    [InlineData("bytes=abc")]
    [InlineData("lines=0-3")]
    public async Task Range_Bad_IsIgnored(string range)
    {
        await using var host = await StartAsync();

        var answer = await host.SendAsync(RawRequest.Get(Target).With("Range", range), Token);

        Assert.Equal((200, LegacyFolder.Length), (answer.Status, answer.Body.Length));
        Assert.Null(answer.Value("Content-Range"));
    }

    [Theory]
    [InlineData("If-None-Match", "{0}", 304)]
    [InlineData("If-None-Match", "W/{0}", 304)]
    [InlineData("If-None-Match", "\"x\", {0}", 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"x\"", 200)]
    [InlineData("If-Modified-Since", FileTime, 304)]
    [InlineData("If-Modified-Since", "Fri, 01 Jan 2027 00:00:00 GMT", 304)]
    [InlineData("If-Modified-Since", "Thu, 13 Nov 2025 23:53:16 GMT", 200)]
    [InlineData("If-Modified-Since", "yesterday", 200)]
    [InlineData("If-Modified-Since", "thu, 1 jan 2026 00:00 utc", 304)]
    [InlineData("If-Modified-Since", "Mon, 01 Jan 26 00:00:00 GMT; length=3", 304)]
    [InlineData("If-Match", "{0}", 200)]
    [InlineData("If-Match", "W/{0}", 412)]
    [InlineData("If-Match", "\"x\"", 412)]
    [InlineData("If-Match", "*", 412)]
    public async Task Condition_One_DecidesTheStatus(string name, string value, int status)
    {
        await using var host = await StartAsync();
        var tag = (await host.GetAsync(Target, Token)).Value("ETag");

        var answer = await host.SendAsync(RawRequest.Get(Target).With(name, string.Format(null, value, tag)), Token);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 304 ? 0 : LegacyFolder.Length, answer.Body.Length);
        Assert.Equal(status == 304 ? null : FileTime, answer.Value("Last-Modified"));
        Assert.Equal(("no-cache", tag, "inline; filename=progress_config.json"), (answer.Value("Cache-Control"), answer.Value("ETag"), answer.Value("Content-Disposition")));
    }

    [Theory]
    [InlineData("{0}", 206)]
    [InlineData("W/{0}", 206)]
    [InlineData("\"x\"", 200)]
    [InlineData(FileTime, 206)]
    [InlineData("1 jan 26 00:00", 206)]
    [InlineData("Thu, 13 Nov 2025 23:53:16 GMT", 200)]
    public async Task IfRange_Holds_OrTheWholeFileComes(string value, int status)
    {
        await using var host = await StartAsync();
        var tag = (await host.GetAsync(Target, Token)).Value("ETag");

        var answer = await host.SendAsync(RawRequest.Get(Target).With("Range", "bytes=0-9").With("If-Range", string.Format(null, value, tag)), Token);

        Assert.Equal((status, status == 206 ? 10 : LegacyFolder.Length), (answer.Status, answer.Body.Length));
    }

    [Fact]
    public async Task Conditions_Together_FollowWerkzeugsOrder()
    {
        await using var host = await StartAsync();
        var tag = (await host.GetAsync(Target, Token)).Value("ETag")!;
        var get = RawRequest.Get(Target);

        Assert.Equal(200, (await host.SendAsync(get.With("If-None-Match", "\"x\"").With("If-Modified-Since", FileTime), Token)).Status);
        Assert.Equal(206, (await host.SendAsync(get.With("Range", "bytes=0-9").With("If-None-Match", tag), Token)).Status);
        Assert.Equal(412, (await host.SendAsync(get.With("If-Match", "\"x\"").With("If-None-Match", "\"y\""), Token)).Status);
    }

    private Task<ModuleHost> StartAsync() => ModuleHost.StartAsync(_server.Settings(("LegacyRoot", _root.Path)), Token);
}
