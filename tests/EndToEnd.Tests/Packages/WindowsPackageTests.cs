using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Strangler.Testing;
using Strangler.Testing.Http;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Packages;

/// <summary>The package for Windows as a service of Windows, under Wine: its own runtime, the folders that it is told, no console.</summary>
public sealed class WindowsPackageTests : IDisposable
{
    private static readonly string Service = $"cutover-gateway-{Environment.ProcessId}";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Service_StartsFromSystem32_MovesARoute_AndStopsInOrder()
    {
        Assert.SkipWhen(Wine.Missing is not null, Wine.Missing ?? "");
        await ZipFile.ExtractToDirectoryAsync(PackageFiles.Zip, _folder.Path, Token);
        var programs = Directory.GetDirectories(_folder.Path).Single();
        Assert.Equal(["Gateway.exe", "createdump.exe", "cutover.exe"], Directory.EnumerateFiles(programs, "*.exe").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["features.json", "rules.json", "two-installations.json", "yarp.json"], PackageFiles.Configuration(programs));
        GatewayFolder.Fill(_folder.Combine("config"));
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions(), Token);
        var (@public, management) = (FreeAddress(), FreeAddress());
        string[] command =
        [
            Wine.PathOf(Path.Combine(programs, "Gateway.exe")), "--config", Wine.PathOf(_folder.Combine("config")), "--data", Wine.PathOf(_folder.Combine("data")),
            $"--Gateway:Public={Text(@public)}", $"--Gateway:Management={Text(management)}", "--Gateway:ServedByHeader=true", $"--ReverseProxy:Clusters:legacy:Destinations:flask:Address={legacy.Address}",
        ];
        // Wine ends its services with the last program that a user has started; what belongs to the first holds on to its output.
        await using var user = Wine.StartCommand(["echo", "READY", "&", "pause"], _folder.Path);
        await user.AnnouncementAsync("READY", Token);

        await ControlAsync("create", Service, "binPath=", string.Join(' ', command), "start=", "demand");
        try
        {
            await ControlAsync("start", Service);
            await Eventually.IsTrueAsync(() => AnswersAsync(management), Token); // to Windows it runs as soon as it has begun
            Assert.Contains("RUNNING", await ControlAsync("query", Service), StringComparison.Ordinal);
            Assert.Equal("legacy", await SideAsync());

            await CutoverAsync("set", "health", "live", "--force", "--reason", "a trial");
            Assert.Equal("modern", await SideAsync());

            await CutoverAsync("rollback", "health", "--reason", "the end of it");
            Assert.Equal("legacy", await SideAsync());
            Assert.True(File.Exists(_folder.Combine("data", "gateway.db-wal")));

            await ControlAsync("stop", Service);
            var stopped = await Eventually.GetAsync(() => ControlAsync("query", Service), state => state.Contains("STOPPED", StringComparison.Ordinal), Token);
            Assert.Contains("WIN32_EXIT_CODE    : 0  ", stopped, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder.Combine("data", "gateway.db-wal")), "It did not come to its end: the database was not closed.");
        }
        finally
        {
            await ControlAsync("delete", Service);
        }

        async Task<string?> SideAsync() => (await RawHttp.SendAsync(@public, RawRequest.Get("/health"), Token)).Value("X-Served-By");

        async Task CutoverAsync(params string[] arguments)
        {
            await using var cutover = Wine.StartFile(Path.Combine(programs, "cutover.exe"), [.. arguments, "--who", "ana", "--management", $"{management}"], _folder.Path);
            Assert.True(await cutover.ExitCodeAsync(Token) == 0, cutover.Output);
        }
    }

    /// <summary>Windows' own command for services; gives its output.</summary>
    private async Task<string> ControlAsync(params string[] arguments)
    {
        await using var control = Wine.StartFile("sc", arguments, _folder.Path);
        Assert.True(await control.ExitCodeAsync(Token) == 0, control.Output);
        return control.Output;
    }

    private static async Task<bool> AnswersAsync(Uri management)
    {
        try
        {
            using var client = new HttpClient();
            using var answer = await client.GetAsync(new Uri(management, "/livez"), Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);

    /// <summary>A service announces no port that it took.</summary>
    private static Uri FreeAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://{socket.LocalEndPoint}");
    }
}
