using System.Globalization;

namespace Strangler.Testing.Processes;

/// <summary>The stand-in backup server (deploy/legacy-flask/backup.py) on a free port: stores files, writes <c>defensive.db</c>.</summary>
public sealed class BackupServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private BackupServer(TemporaryFolder folder, ChildProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    public int Port { get; }

    public string Root => _folder.Combine("root");

    /// <summary>Files that arrived (contract 12).</summary>
    public string ReceivedFiles => Path.Combine(Root, "received_files");

    public string Output => _process.Output;

    public static async Task<BackupServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = new TemporaryFolder();
        var process = ChildProcess.Start(
            Python.Program,
            [RepositoryRoot.Combine("deploy", "legacy-flask", "backup.py"), "--root", folder.Combine("root"), "--port", "0", "--exit-with-stdin"],
            folder.Path);
        try
        {
            var port = int.Parse(await process.AnnouncementAsync("LISTENING ", cancellationToken), CultureInfo.InvariantCulture);
            return new BackupServer(folder, process, port);
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
}
