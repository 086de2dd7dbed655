using Strangler.Gateway.Handover;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.Gateway.Cutover;

/// <summary>Puts in force what <c>yarp.json</c> and <c>features.json</c> say by now.</summary>
internal sealed class LastLook(IEnumerable<IReload> reloads) : ILastLook
{
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var reload in reloads.OfType<FileReload>())
            await reload.ReloadAsync(cancellationToken);
    }
}
