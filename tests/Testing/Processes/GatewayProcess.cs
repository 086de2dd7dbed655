namespace Strangler.Testing.Processes;

/// <summary>The real gateway as a process of its own, on free ports, with its own configuration folder and <c>gateway.db</c>.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private readonly TemporaryFolder? _temporary;
    private readonly ChildProcess _process;

    private GatewayProcess(TemporaryFolder? temporary, string folder, ChildProcess process, Uri @public, Uri management)
    {
        (_temporary, _process) = (temporary, process);
        (Folder, Public, Management) = (folder, @public, management);
    }

    public Uri Public { get; }

    public Uri Management { get; }

    /// <summary>Holds <c>features.json</c>, which may be edited while it runs, and <c>gateway.db</c>.</summary>
    public string Folder { get; }

    public string Database => Path.Combine(Folder, "gateway.db");

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => _process.Output;

    /// <exception cref="InvalidOperationException">It did not start; carries what it said.</exception>
    public static async Task<GatewayProcess> StartAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        var temporary = options.Folder is null ? new TemporaryFolder() : null;
        var folder = options.Folder ?? temporary!.Path;
        if (!File.Exists(Path.Combine(folder, "features.json")))
            GatewayFolder.Fill(folder, options.Stages);

        var process = ChildProcess.Start("dotnet", [Program, .. options.Arguments(folder), .. options.EndsWithTest ? (string[])["--Gateway:ExitWithStdin=true"] : []], folder);
        try
        {
            var @public = new Uri(await process.AnnouncementAsync("PUBLIC ", cancellationToken));
            var management = new Uri(await process.AnnouncementAsync("MANAGEMENT ", cancellationToken));
            return new GatewayProcess(temporary, folder, process, @public, management);
        }
        catch
        {
            await process.DisposeAsync();
            temporary?.Dispose();
            throw;
        }
    }

    /// <summary>As <c>kill -9</c> does: no chance to write anything more.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _process.KillAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _temporary?.Dispose();
    }

    /// <summary>The gateway's own build output, of the configuration that the tests were built in.</summary>
    public static string Program => RepositoryRoot.Combine(
        "artifacts", "bin", "Gateway", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Gateway.dll");
}
