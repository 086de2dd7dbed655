using System.Globalization;

namespace Strangler.Testing.Processes;

/// <summary>The stand-in backup server (deploy/legacy-flask/backup.py) on a free port: stores files, writes <c>defensive.db</c>.</summary>
public sealed class BackupServer : IAsyncDisposable
{
    private readonly TemporaryFolder? _folder;
    private readonly ChildProcess _process;

    private BackupServer(TemporaryFolder? folder, string root, ChildProcess process, int port) =>
        (_folder, Root, _process, Port) = (folder, root, process, port);

    public int Port { get; }

    public string Root { get; }

    /// <summary>Files that arrived (contract 12).</summary>
    public string ReceivedFiles => Path.Combine(Root, "received_files");

    public string Database => Path.Combine(Root, "data", "database", "defensive.db");

    public string Output => _process.Output;

    public static async Task<BackupServer> StartAsync(BackupServerOptions options, CancellationToken cancellationToken)
    {
        var folder = options.Root is null ? new TemporaryFolder() : null;
        var root = options.Root ?? folder!.Combine("root");
        var process = ChildProcess.Start(Python.Program, [RepositoryRoot.Combine("deploy", "legacy-flask", "backup.py"), .. options.Arguments(root)], Path.GetTempPath());
        try
        {
            var port = int.Parse(await process.AnnouncementAsync("LISTENING ", cancellationToken), CultureInfo.InvariantCulture);
            return new BackupServer(folder, root, process, port);
        }
        catch
        {
            await process.DisposeAsync();
            folder?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder?.Dispose();
    }
}
