extern alias launcher;

using System.Text;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Management;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Settings;
using launcher::Strangler.Launcher.Children;
using launcher::Strangler.Launcher.Exit;
using launcher::Strangler.Launcher.Install;
using launcher::Strangler.Launcher.Run;
using launcher::Strangler.Launcher.SourceTree;

namespace Strangler.CommandLine.Drills;

/// <summary>
/// A gateway, the reference Flask and the stand-in backup server of a drill's own: free ports on loopback, and all their files in a temporary folder that is gone with them.
/// Nothing that runs otherwise is asked or touched.
/// </summary>
internal sealed class DrillSystem : IAsyncDisposable
{
    private const string Who = "drill";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("strangler-drill-").FullName;
    private readonly Stack _programs;
    private Stack _flask;
    private LegacyPlans? _legacy;
    private int _backupPort;
    private int _flaskPort;
    private string _client = "";
    private ManagementApi? _api;

    private DrillSystem()
    {
        Directory.CreateDirectory(Logs);
        (_programs, _flask) = (new(Logs, StartTimeout), new(Logs, StartTimeout));
    }

    /// <summary>Where clients ask.</summary>
    public Uri Public { get; private set; } = LegacyPlans.Loopback(0);

    /// <summary>Of the backup client's program that the gateway's modules run; legacy has another copy.</summary>
    public string Client => Path.Combine(Modules, "build", "Release", Path.GetFileName(_client));

    /// <summary>The file that the module of <c>progress_config</c> sends; legacy sends another copy.</summary>
    public string ProgressConfiguration => Path.Combine(Modules, "python_server", "progress_config.json");

    private string Logs => Path.Combine(_folder, "logs");

    private string Root => Path.Combine(_folder, "legacy");

    private string Modules => Path.Combine(_folder, "modules");

    private string Fault => Path.Combine(_folder, "fault");

    /// <exception cref="CommandException">Something that it needs is missing or did not start.</exception>
    public static async Task<DrillSystem> StartAsync(CancellationToken cancellationToken)
    {
        var system = new DrillSystem();
        try
        {
            await system.StartAllAsync(cancellationToken);
            return system;
        }
        catch (Exception exception)
        {
            await system.DisposeAsync();
            if (exception is LauncherException or TypeInitializationException)
                throw new CommandException($"the drill's own system did not start: {(exception.InnerException ?? exception).Message}", ExitCode.Refused);

            throw;
        }
    }

    /// <summary>The operator's table.</summary>
    public async Task<BoardResponse> BoardAsync(CancellationToken cancellationToken) =>
        (await _api!.GetAsync("/api/routes", ManagementJson.Default.BoardResponse, cancellationToken)).Value;

    /// <summary>Past the gate: nothing was compared here yet.</summary>
    public Task MoveAsync(string route, Stage stage, CancellationToken cancellationToken) =>
        _api!.ChangeAsync($"/api/routes/{route}/stage", new StageRequest(stage.Name(), "a drill", Who, Force: true), ManagementJson.Terse.StageRequest, cancellationToken);

    /// <summary>Gives the modules one of the faults of <see cref="StartupHook"/>.</summary>
    public void Break(string fault) => AtomicFile.Write(Fault, Encoding.UTF8.GetBytes(fault));

    public void Repair() => File.Delete(Fault);

    public ValueTask StopFlaskAsync() => _flask.DisposeAsync();

    /// <summary>Where it was before.</summary>
    public async Task StartFlaskAsync(CancellationToken cancellationToken)
    {
        _flask = new(Logs, StartTimeout);
        _flaskPort = (await _flask.StartAsync(_legacy!.Flask(_flaskPort, _backupPort), cancellationToken)).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _programs.DisposeAsync();
        await _flask.DisposeAsync();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Who is still ending holds a file; the system's own cleaning takes it then.
        }
    }

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        if (Repository.Assembly("Gateway", "Gateway") is var gateway && !File.Exists(gateway))
            throw new LauncherException($"{gateway} is not there: ./run.sh builds it.");

        _legacy = new LegacyPlans(await PythonPackages.EnsureAsync(mayInstall: false, cancellationToken), Root);
        var backup = await _programs.StartAsync(_legacy.BackupServer(0), cancellationToken);
        _backupPort = backup.Port;
        var configuration = ConfigurationFolder.CopyOnce(Repository.Root, Path.Combine(_folder, "config"), isPlainProxy: false);
        await StartFlaskAsync(cancellationToken);
        string[] client = [.. await _legacy.ClientAsync(cancellationToken)];
        CopyForModules(client);

        var options = new RunOptions(
            LegacyPlans.Loopback(0), LegacyPlans.Loopback(0), null, NoLegacy: false, null, 0, 0, _folder, null, Install: false, Build: false, PlainProxy: false, StartTimeout, Settings());
        var plan = new GatewayPlan(options, new Legacy(LegacyPlans.Loopback(_flaskPort), Modules, new StandIns(backup, [client[0], Client, .. client[2..]])), configuration.Path);
        Public = await _programs.StartAsync(plan.Create() with { Environment = Surroundings() }, cancellationToken);
        _api = new ManagementApi(plan.Management, token: null, CallTimeout);
    }

    /// <summary>Copies of what the modules read, so that it can be broken for them alone; what the backup server writes both sides share.</summary>
    private void CopyForModules(string[] client)
    {
        _client = client[1];
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Modules, Path.GetRelativePath(Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string[] Settings() =>
    [
        $"--Gateway:StateFolder={Path.Combine(_folder, "state")}",
        $"--Services:Receipts:Folder={Path.Combine(Root, "received_files")}",
        $"--Services:Receipts:Database={Path.Combine(Root, "data", "database", "defensive.db")}",
    ];

    /// <summary>Without the settings that this machine's own gateway may have there: a webhook would be told of drills.</summary>
    private Dictionary<string, string?> Surroundings() => new(
        Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.Contains("__", StringComparison.Ordinal)).Select(name => KeyValuePair.Create(name, (string?)null)))
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
        [StartupHook.Variable] = Fault,
    };
}
