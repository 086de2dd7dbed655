using System.Globalization;

namespace Strangler.Testing.Processes;

/// <summary>The reference Flask server (deploy/legacy-flask) on a free port, with a root and a temporary folder of its own.</summary>
public sealed class LegacyServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private LegacyServer(TemporaryFolder folder, string root, ChildProcess process, Uri address) =>
        (_folder, Root, _process, Address) = (folder, root, process, address);

    public Uri Address { get; }

    /// <summary>The application root: holds Client, received_files, build/Release (contract 2).</summary>
    public string Root { get; }

    /// <summary>Where it keeps uploads and the work folders of jobs (contract 6).</summary>
    public string Temporary => TemporaryIn(_folder);

    public string ReceivedFiles => Path.Combine(Root, "received_files");

    public string Output => _process.Output;

    public static async Task<LegacyServer> StartAsync(LegacyOptions options, CancellationToken cancellationToken)
    {
        var folder = new TemporaryFolder();
        var root = options.Root ?? folder.Combine("root");
        var process = ChildProcess.Start(
            Python.Program, [RepositoryRoot.Combine("deploy", "legacy-flask", "api.py"), .. options.Arguments(root)],
            Directory.CreateDirectory(TemporaryIn(folder)).FullName, Surroundings(folder, options));
        try
        {
            var port = int.Parse(await process.AnnouncementAsync("LISTENING ", cancellationToken), CultureInfo.InvariantCulture);
            return new LegacyServer(folder, root, process, new Uri($"http://127.0.0.1:{port}"));
        }
        catch
        {
            await process.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static string TemporaryIn(TemporaryFolder folder) => folder.Combine("tmp");

    private static Dictionary<string, string?> Surroundings(TemporaryFolder folder, LegacyOptions options)
    {
        Dictionary<string, string?> environment = new() { ["TMPDIR"] = TemporaryIn(folder), ["TEMP"] = TemporaryIn(folder), ["PYTHONUTF8"] = "1" };
        if (options.TimeZone is { } zone)
            environment["TZ"] = zone;

        return environment;
    }
}
