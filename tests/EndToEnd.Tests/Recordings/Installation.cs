using Strangler.Testing;
using Strangler.Testing.Clients;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The servers that a scene needs at one target: backup server or its refusing port, Flask, gateway.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly ReservedPort _closedPort = new();

    /// <summary>Held over a restart, so that the next start finds the port free.</summary>
    private readonly ReservedPort _legacyPort = new(), _publicPort = new();
    private readonly Lazy<TemporaryFolder> _root = new(CopyRoot);
    private readonly TemporaryFolder _gatewayFolder = new();
    private readonly Scene _scene;

    private Installation(Scene scene, Target target) => (_scene, Target) = (scene, target);

    public Target Target { get; }

    /// <summary>Where clients send their requests.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Null at <see cref="Target.AtComplete"/>.</summary>
    public LegacyServer? Legacy { get; private set; }

    public BackupServer? BackupServer { get; private set; }

    public HostedGateway? Gateway { get; private set; }

    public int BackupPort => BackupServer?.Port ?? _closedPort.Port;

    /// <summary>The port that stands for the backup server's: refuses until it is opened.</summary>
    public ReservedPort ClosedPort => _closedPort;

    public string LegacyRoot => Legacy?.Root ?? _root.Value.Path;

    public string ReceivedFiles => Path.Combine(LegacyRoot, "received_files");

    /// <summary>Where whoever runs the jobs receives their uploads, each in a folder of its own.</summary>
    public string Uploads => Target.IsModern ? Path.Combine(Gateway!.Folder, "jobs", "running") : LegacyTemporary;

    public string LegacyTemporary => Legacy?.Temporary ?? Path.GetTempPath();

    private string TimeZone => _scene.Legacy.TimeZone ?? "UTC";

    public string Output => string.Join('\n', new[] { Gateway?.Output, Legacy?.Output, BackupServer?.Output }.Where(text => !string.IsNullOrEmpty(text)));

    public static async Task<Installation> StartAsync(Scene scene, Target target, CancellationToken cancellationToken)
    {
        var installation = new Installation(scene, target);
        try
        {
            await installation.StartPartsAsync(cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>The gateway ends, and starts again at the same address with what it kept.</summary>
    public async Task RestartGatewayAsync(CancellationToken cancellationToken)
    {
        await EndAsync(Gateway!);
        Gateway = Keep(await StartGatewayAsync(cancellationToken));
    }

    /// <summary>The same for legacy, which begins anew, with another root.</summary>
    public async Task RestartLegacyAsync(CancellationToken cancellationToken)
    {
        await EndAsync(Legacy!);
        Legacy = Keep(await LegacyServer.StartAsync(LegacySettings(), cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();

        foreach (var port in (ReservedPort[])[_closedPort, _legacyPort, _publicPort])
            port.Dispose();

        _gatewayFolder.Dispose();
        if (_root.IsValueCreated)
            _root.Value.Dispose();
    }

    private async Task StartPartsAsync(CancellationToken cancellationToken)
    {
        if (_scene.BackupServerUp)
            BackupServer = Keep(await BackupServer.StartAsync(new() { ChecksumRate = _scene.ChecksumRate }, cancellationToken));

        if (Target.HasLegacy)
            Legacy = Keep(await LegacyServer.StartAsync(LegacySettings(), cancellationToken));

        if (Target.HasGateway)
            Gateway = Keep(await StartGatewayAsync(cancellationToken));

        Address = Gateway?.Public ?? Legacy!.Address;
    }

    /// <summary>
    /// Recorded times are UTC. The gateway presents legacy with an origin of legacy's own port and keeps the limit per client itself:
    /// behind it legacy has its own port's origins and no limit.
    /// </summary>
    private LegacyOptions LegacySettings() => _scene.Legacy with
    {
        Port = _legacyPort.Port,
        BackupPort = BackupPort,
        TimeZone = TimeZone,
        ApiPort = Target.HasGateway ? null : _scene.Legacy.ApiPort ?? 9090,
        ConnectionLimit = Target.HasGateway ? null : _scene.Legacy.ConnectionLimit,
    };

    private Task<HostedGateway> StartGatewayAsync(CancellationToken cancellationToken) =>
        HostedGateway.StartAsync(GatewaySettings(), _gatewayFolder.Path, TimeZone, cancellationToken);

    private GatewayOptions GatewaySettings() => new(Legacy?.Address ?? new Uri($"http://127.0.0.1:{_closedPort.Port}"))
    {
        Stages = PortedRoutes.Names.ToDictionary(route => route, _ => Target.Stage!),
        Settings = new Dictionary<string, string>(_scene.Gateway)
        {
            ["Gateway:Public"] = $"http://127.0.0.1:{_publicPort.Port}",
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

    private async Task EndAsync(IAsyncDisposable part)
    {
        _parts.Remove(part);
        await part.DisposeAsync();
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
