using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Launcher;

/// <summary>The real launcher, on free ports, with a data folder of its own.</summary>
internal sealed class LauncherProgram : IAsyncDisposable
{
    private static readonly string[] PortOptions = ["--public", "--management", "--legacy-port", "--backup-port"];
    private readonly TemporaryFolder _data = new();
    private readonly ChildProcess _process;

    private LauncherProgram(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment) =>
        _process = ChildProcess.Start("dotnet", [Program, "run", "--no-build", "--no-install", "--data", _data.Path, .. arguments], _data.Path, Surroundings(environment));

    /// <summary>Takes whatever ports are free.</summary>
    public static string[] AnyPorts { get; } = PortsWith("", 0);

    /// <summary>Holds the gateway's configuration, unless it has another.</summary>
    public string Data => _data.Path;

    public string Output => _process.Output;

    public int Id => _process.Id;

    public Uri Gateway { get; private set; } = null!;

    public Uri Management { get; private set; } = null!;

    /// <summary>Null with <c>--no-legacy</c>.</summary>
    public Uri Legacy { get; private set; } = null!;

    public IReadOnlyDictionary<string, RunningProcess> Children { get; private set; } = null!;

    private static string Program => RepositoryRoot.Combine(
        "artifacts", "bin", "Launcher", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "strangler-launcher.dll");

    /// <summary>Takes whatever ports are free, but for one option.</summary>
    public static string[] PortsWith(string option, int port) =>
        [.. PortOptions.SelectMany(name => new[] { name, $"{(name == option ? port : 0)}" })];

    public static LauncherProgram Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) => new(arguments, environment);

    /// <summary>Waits until it says that everything is up, and reads where.</summary>
    public async Task<LauncherProgram> IsUpAsync(CancellationToken cancellationToken)
    {
        await _process.AnnouncementAsync("Ctrl-C stops everything.", cancellationToken);
        Gateway = new Uri(await _process.AnnouncementAsync("  gateway  ", cancellationToken));
        Management = new Uri(new Uri(await _process.AnnouncementAsync("  management  ", cancellationToken)), "/");
        var legacy = await _process.AnnouncementAsync("  legacy  ", cancellationToken);
        Legacy = legacy.StartsWith("none", StringComparison.Ordinal) ? null! : new Uri(legacy);
        var processes = await _process.AnnouncementAsync("  processes  ", cancellationToken);
        Children = processes.Split(", ").Select(RunningProcess.Parse).ToDictionary(process => process.Name);
        return this;
    }

    /// <summary>Waits for a line that begins so; gives its rest.</summary>
    public Task<string> SaysAsync(string start, CancellationToken cancellationToken) => _process.AnnouncementAsync(start, cancellationToken);

    public Task TypeAsync(string line) => _process.TypeAsync(line);

    /// <summary>Asks it as another process of the same user does.</summary>
    public async Task<(int ExitCode, string Output)> RestartLegacyAsync(CancellationToken cancellationToken)
    {
        await using var command = ChildProcess.Start("dotnet", [Program, "run", "restart-legacy", "--data", Data], Data);
        return (await command.ExitCodeAsync(cancellationToken), command.Output);
    }

    public Task<int> ExitCodeAsync(CancellationToken cancellationToken) => _process.ExitCodeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _data.Dispose();
    }

    private Dictionary<string, string?> Surroundings(IReadOnlyDictionary<string, string?>? environment) =>
        new(environment ?? new Dictionary<string, string?>()) { ["Gateway__StateFolder"] = _data.Combine("state") };
}
