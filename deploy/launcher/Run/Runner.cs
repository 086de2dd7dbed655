using Strangler.Launcher.Children;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Install;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Run;

/// <summary>Checks, builds, starts and watches the whole system; ends all of it whatever happens.</summary>
internal sealed class Runner(RunOptions options)
{
    /// <summary>The gateway and the operator's command.</summary>
    private const string Programs = "deploy/launcher/run.slnf";

    private readonly string _logs = Path.Combine(options.Data, "logs");

    /// <summary>Gives exit code 0 when it was asked to stop.</summary>
    /// <exception cref="LauncherException">Something is missing, taken or broken.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            EnsurePortsFree();
            using var data = DataFolder.Take(options.Data);
            var configuration = data.Write(Configure);
            if (options.Legacy is not null)
                await EnsureReachableAsync(options.Legacy, cancellationToken);
            var python = options.Legacy is null ? await PythonPackages.EnsureAsync(options.Install, cancellationToken) : null;
            await using var stack = new Stack(_logs, options.StartTimeout);
            var reference = python is null ? null : new ReferenceLegacy(stack, new LegacyPlans(python, Path.Combine(options.Data, "legacy")));
            await using var compiler = options.Watch ? new CompileServer() : null;
            var building = options.Build ? BuildAsync(compiler, cancellationToken) : Task.CompletedTask;
            var starting = reference?.StartAsync(options.BackupPort, options.NoLegacy ? null : options.LegacyPort, cancellationToken)
                ?? Task.FromResult(new Legacy(options.Legacy!, options.LegacyRoot, null));
            await Task.WhenAll(building, starting);
            var legacy = await starting;
            var gateway = new GatewayPlan(options, legacy, configuration.Path);
            var watch = compiler is null ? null : new SourceWatch(options.Data, stack, gateway, compiler);
            watch?.Prepare();
            await stack.StartAsync(gateway.Create(), cancellationToken);
            Welcome.Print(stack.Children, gateway, legacy, configuration, _logs);
            if (options.Open)
                Browser.Open(new Uri(GatewayPlan.Reachable(gateway.Management), "/"));
            await SuperviseAsync(new Supervisor(stack, reference, outlivesGateway: options.Watch), watch, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
        }

        return 0;
    }

    private ConfigurationFolder Configure()
    {
        Directory.CreateDirectory(_logs);
        return options.Config is { } own ? ConfigurationFolder.Of(own, options.PlainProxy)
            : options.NoLegacy ? ConfigurationFolder.CopyOnce(Repository.Root, Path.Combine(options.Data, NoLegacy.Folder), options.PlainProxy, NoLegacy.Edit)
            : ConfigurationFolder.CopyOnce(Repository.Root, Path.Combine(options.Data, "config"), options.PlainProxy);
    }

    /// <summary>Obeys the terminal and who asks from elsewhere, until it is cancelled.</summary>
    private async Task SuperviseAsync(Supervisor supervisor, SourceWatch? watch, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] asking =
        [
            Keyboard.ReadAsync(supervisor.Obey, end.Token), RestartPipe.ServeAsync(options.Data, supervisor.RestartLegacyAsync, end.Token), watch?.LookAsync(supervisor, end.Token) ?? Task.CompletedTask,
        ];
        try
        {
            await supervisor.RunAsync(cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void EnsurePortsFree()
    {
        Ports.EnsureFree(options.Public, "public", "--public");
        Ports.EnsureFree(options.Management, "management", "--management");
        if (options.Legacy is not null)
            return;

        if (!options.NoLegacy)
            Ports.EnsureFree(LegacyPlans.Loopback(options.LegacyPort), "legacy Flask", "--legacy-port");
        Ports.EnsureFree(LegacyPlans.Loopback(options.BackupPort), "backup server", "--backup-port");
    }

    private static async Task EnsureReachableAsync(Uri legacy, CancellationToken cancellationToken)
    {
        var (status, problem) = await HealthCheck.StatusAsync(new Uri(legacy, "/health"), cancellationToken);
        if (status is null)
            throw new LauncherException($"legacy {legacy.GetLeftPart(UriPartial.Authority)} cannot be reached ({problem}): start it, or correct --legacy.");
    }

    private static async Task BuildAsync(CompileServer? compiler, CancellationToken cancellationToken)
    {
        var built = new BuildStamp(Repository.Root, Repository.Configuration);
        if (built.IsFresh())
            return;

        Console.WriteLine("Building.");
        await DotNet.BuildAsync(Programs, cancellationToken, compiler?.Arguments);
        built.Write();
    }
}
