using Strangler.Testing.Clients;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>The servers that recorded lives are played on: shared where a life leaves nothing that another one could see.</summary>
public sealed class LifecycleInstallations : IAsyncDisposable
{
    private readonly Dictionary<(Target Target, bool BackupServerUp, string? ChecksumRate), Installation> _shared = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var installation in _shared.Values)
            await installation.DisposeAsync();
    }

    /// <summary>With the usual client in its place, whatever the life before had put there. That of a life that is alone belongs to the caller.</summary>
    internal async Task<Installation> ForAsync(LifecycleCase play, Target target, CancellationToken cancellationToken)
    {
        var kind = (target, play.BackupServerUp, play.ChecksumRate);
        if (play.IsAlone || !_shared.TryGetValue(kind, out var installation))
        {
            var scene = new Scene(play.Name, _ => false) { BackupServerUp = play.BackupServerUp, ChecksumRate = play.ChecksumRate };
            installation = await Installation.StartAsync(scene, target, cancellationToken);
            if (!play.IsAlone)
                _shared.Add(kind, installation);
        }

        StandInClient.Install(installation.LegacyRoot);
        return installation;
    }
}
