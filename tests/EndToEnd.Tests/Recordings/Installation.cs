using Strangler.Testing;
using Strangler.Testing.Clients;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The processes that a scene needs at one target: backup server or its refusing port, Flask, gateway.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly ReservedPort _closedPort = new();
    private readonly Lazy<TemporaryFolder> _root = new(CopyRoot);

    private Installation(Target target) => Target = target;

    public Target Target { get; }

    /// <summary>Where clients send their requests.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Null at <see cref="Target.AtComplete"/>.</summary>
    public LegacyServer? Legacy { get; private set; }

    public BackupServer? BackupServer { get; private set; }

    public GatewayProcess? Gateway { get; private set; }

    public int BackupPort => BackupServer?.Port ?? _closedPort.Port;

    /// <summary>The port that stands for the backup server's: refuses until it is opened.</summary>
    public ReservedPort ClosedPort => _closedPort;

    public string LegacyRoot => Legacy?.Root ?? _root.Value.Path;

    public string ReceivedFiles => Path.Combine(LegacyRoot, "received_files");

    /// <summary>Where whoever runs the jobs receives their uploads, each in a folder of its own.</summary>
    public string Uploads => Target.IsModern ? Path.Combine(Gateway!.Folder, "jobs", "running") : LegacyTemporary;

    public string LegacyTemporary => Legacy?.Temporary ?? Path.GetTempPath();

    public string Output => string.Join('\n', new[] { Gateway?.Output, Legacy?.Output, BackupServer?.Output }.Where(text => !string.IsNullOrEmpty(text)));

    public static async Task<Installation> StartAsync(Scene scene, Target target, CancellationToken cancellationToken)
    {
        var installation = new Installation(target);
        try
        {
            await installation.StartPartsAsync(scene, cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();

        _closedPort.Dispose();
        if (_root.IsValueCreated)
            _root.Value.Dispose();
    }

    private async Task StartPartsAsync(Scene scene, CancellationToken cancellationToken)
    {
        if (scene.BackupServerUp)
            BackupServer = Keep(await BackupServer.StartAsync(new() { ChecksumRate = scene.ChecksumRate }, cancellationToken));

        if (Target.HasLegacy)
            Legacy = Keep(await LegacyServer.StartAsync(Settings(scene), cancellationToken));

        if (Target.HasGateway)
            Gateway = Keep(await GatewayProcess.StartAsync(GatewaySettings(scene), cancellationToken));

        Address = Gateway?.Public ?? Legacy!.Address;
    }

    /// <summary>
    /// Recorded times are UTC. The gateway presents legacy with an origin of legacy's own port and keeps the limit per client itself:
    /// behind it legacy has its own port's origins and no limit.
    /// </summary>
    private LegacyOptions Settings(Scene scene) => scene.Legacy with
    {
        BackupPort = BackupPort,
        TimeZone = scene.Legacy.TimeZone ?? "UTC",
        ApiPort = Target.HasGateway ? null : scene.Legacy.ApiPort ?? 9090,
        ConnectionLimit = Target.HasGateway ? null : scene.Legacy.ConnectionLimit,
    };

    private GatewayOptions GatewaySettings(Scene scene) => new(Legacy?.Address ?? new Uri($"http://127.0.0.1:{_closedPort.Port}"))
    {
        Stages = PortedRoutes.Names.ToDictionary(route => route, _ => Target.Stage!),
        TimeZone = scene.Legacy.TimeZone ?? "UTC",
        Settings = new Dictionary<string, string>(scene.Gateway)
        {
            ["Services:BackupServerPort"] = $"{BackupPort}",
            ["Services:LegacyRoot"] = LegacyRoot,
            // The scenes change the backup server between two requests: no answer may come from before (Q31).
            ["Services:ProbeFreshness"] = "00:00:00",
            ["Services:ProbePatience"] = "00:00:02",
        },
    };

    /// <summary>Without legacy its files and the client are still there.</summary>
    private static TemporaryFolder CopyRoot()
    {
        var source = RepositoryRoot.Combine("deploy", "legacy-flask", "root");
        TemporaryFolder root = new();
        foreach (var path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = root.Combine(Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        StandInClient.Install(root.Path);

        return root;
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
