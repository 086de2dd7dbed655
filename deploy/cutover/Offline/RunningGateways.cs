using Strangler.Contract;

namespace Strangler.CommandLine.Offline;

/// <summary>The gateways of this machine that live, by what they say of themselves in their state files.</summary>
/// <param name="management">The address that the command was asked to use.</param>
/// <param name="folders">Where gateways say that they run: the user's, and an installed one.</param>
internal sealed class RunningGateways(Uri management, IEnumerable<string> folders)
{
    private readonly IReadOnlyList<RunningGateway> _known = [.. folders.SelectMany(GatewayStateFile.FindRunning)];

    /// <summary>Those with that address, one for each file: another container's loopback, or another machine's, has none of them.</summary>
    public IReadOnlyList<RunningGateway> There
    {
        get
        {
            RunningGateway[] there = [.. _known.Where(gateway => gateway.IsNear && gateway.IsManagedAt(management)).DistinctBy(gateway => Target(gateway.Features))];
            return there.Where(gateway => gateway.Management.Host == management.Host).ToArray() is { Length: > 0 } exact ? exact : there;
        }
    }

    /// <summary>Whether it is the one with that address.</summary>
    public bool IsAsked(RunningGateway gateway) => gateway.IsManagedAt(management) && (gateway.IsNear || !gateway.Management.IsLoopback);

    /// <summary>
    /// The one that reads a file; null when none does. One with another address than was asked for counts as well, unless another machine
    /// was: that one is still where it was.
    /// </summary>
    public RunningGateway? ReaderOf(string features)
    {
        // What another container calls so may be another file, unless the gateway's note is beside this one.
        IEnumerable<RunningGateway> readers = [.. GatewayStateFile.FindRunning(Path.GetDirectoryName(features)!), .. _known.Where(gateway => gateway.IsNear && IsSame(gateway.Features, features))];
        return readers.OrderByDescending(IsAsked).FirstOrDefault(gateway => management.IsLoopback || IsAsked(gateway));
    }

    /// <summary>Whether both name one file.</summary>
    private static bool IsSame(string one, string other) => Target(one) == Target(other);

    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (IOException)
        {
            return path;
        }
    }
}
