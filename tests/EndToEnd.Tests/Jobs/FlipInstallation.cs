using Strangler.EndToEnd.Tests.Recordings;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Jobs;

/// <summary>Gateway, reference Flask and backup server, and a relay that holds the backup server's answers back: jobs run until it lets them.</summary>
public sealed class FlipInstallation : IAsyncLifetime
{
    private Installation _installation = null!;

    internal HostedGateway Gateway => _installation.Gateway!;

    internal Uri Address => Gateway.Public;

    /// <summary>The application root of both sides.</summary>
    internal string Root => _installation.LegacyRoot;

    internal string ReceivedFiles => _installation.BackupServer!.ReceivedFiles;

    public async ValueTask InitializeAsync() => _installation = await Installation.StartAsync(
        new("flips", _ => false) { BackupServerUp = true, Gateway = new Dictionary<string, string> { ["Gateway:ServedByHeader"] = "true" } },
        Target.AtLegacy,
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    /// <summary>A way to the backup server on which nothing comes back until it is released.</summary>
    internal Relay NewRelay() => new(_installation.BackupPort, holding: true);
}
