using System.Globalization;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.Services.Tests.Routes.Pages;

/// <summary>Whatever a client asks for, it never gets a byte of a file outside the public folders.</summary>
public sealed class HostileTargetTests
{
    private const int Rounds = 3000;

    private static readonly string[] Parts =
    [
        "/", "/", "/", "..", ".", "%2e%2e", "%2E.", "%2f", "%5c", "\\", "..%c0%af", "%252e%252e", "%00", "%0a", "%0d", "%ff", ";", ":", "::$DATA", "~1", "CLIENT~1",
        "CON", "C:", "C%3a", "scripts", "app.js", "favicon", "favicon_stuff", "favicon_stuffX", "favicon.svg", "secret.svg", "secret.txt", "config.json", "Client",
        "Client-gui", "Client-guiX", "up", "out.svg", "static", "index.html", "api", "?", "#", "file:", "http://h",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyTarget_RecordedOrMadeUp_ServesNothingFromOutside()
    {
        using var root = new WebRoot();
        File.CreateSymbolicLink(root.InWeb("up"), root.Combine("Client"));
        File.CreateSymbolicLink(root.InWeb("out.svg"), root.Combine("secret.svg"));
        await using var host = await root.ServeAsync(Token);
        var recorded = RecordingFiles.All.Where(recording => recording.File is "traversal" or "static").Select(recording => recording.Request.Path);
        var seed = Random.Shared.Next();
        var found = 0;

        foreach (var target in recorded.Concat(MadeUp(new Random(seed))))
        {
            var answer = await host.SendAsync(RawRequest.Get(target), Token);

            var because = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {target}: {answer}");
            Assert.False(answer.Text.Contains(WebRoot.Secret, StringComparison.Ordinal), because);
            Assert.True(answer.Status is 200 or 204 or 403 or 404 or 400, because);
            found += answer.Status == 200 ? 1 : 0;
        }

        Assert.InRange(found, 10, Rounds);
    }

    private static IEnumerable<string> MadeUp(Random random) =>
        Enumerable.Range(0, Rounds).Select(_ => "/" + string.Concat(Enumerable.Range(0, random.Next(1, 10)).Select(_ => Parts[random.Next(Parts.Length)])));
}
