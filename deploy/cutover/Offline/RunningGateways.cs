using Strangler.Contract;

namespace Strangler.CommandLine.Offline;

/// <summary>The gateways of this machine that live, by what they say of themselves in their state files.</summary>
/// <param name="management">The address that the command was asked to use.</param>
/// <param name="folders">Where gateways say that they run: the user's, and an installed one.</param>
internal sealed class RunningGateways(Uri management, IEnumerable<string> folders)
{
    private readonly IReadOnlyList<RunningGateway> _known = [.. folders.SelectMany(GatewayStateFile.FindRunning)];

    /// <summary>Those with that address: several where containers share the user's folder, and each has an address of its own that reads the same.</summary>
    public IReadOnlyList<RunningGateway> There => [.. _known.Where(gateway => gateway.IsManagedAt(management)).Distinct()];

    /// <summary>Whether it is the one with that address.</summary>
    public bool IsAsked(RunningGateway gateway) => gateway.IsManagedAt(management);

    /// <summary>
    /// The one that reads a file; null when none does. One with another address than was asked for counts as well, unless another machine
    /// was: that one is still where it was.
    /// </summary>
    public RunningGateway? ReaderOf(string features)
    {
        IEnumerable<RunningGateway> readers = [.. GatewayStateFile.FindRunning(Path.GetDirectoryName(features)!), .. _known.Where(gateway => IsSame(gateway.Features, features))];
        return readers.OrderByDescending(gateway => gateway.IsManagedAt(management)).FirstOrDefault(gateway => management.IsLoopback || gateway.IsManagedAt(management));
    }

    /// <summary>Whether both name one file.</summary>
    public static bool IsSame(string one, string other) => Target(one) == Target(other);

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
