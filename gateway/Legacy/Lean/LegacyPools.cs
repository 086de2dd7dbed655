using Microsoft.Extensions.Options;
using Strangler.Gateway.Routing;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>The connections to legacy, where <c>yarp.json</c> has it at present.</summary>
internal sealed class LegacyPools(IOptions<LegacyOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>YARP's.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(100);

    private readonly Lock _lock = new();
    private Known? _known;

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref _known)?.Pool?.Waiting ?? 0;

    /// <summary>Those for a request; null where it is YARP's forwarder that is to send it.</summary>
    public ConnectionPool? Of(ClusterModel cluster, DestinationModel destination)
    {
        var known = Volatile.Read(ref _known);
        return known is not null && known.Cluster == cluster && known.Destination == destination ? known.Pool : Look(cluster, destination);
    }

    public void Dispose() => Volatile.Read(ref _known)?.Pool?.Dispose();

    private ConnectionPool? Look(ClusterModel cluster, DestinationModel destination)
    {
        if (cluster.Config.ClusterId != "legacy")
            return null;
        lock (_lock)
        {
            if (_known is { } known && known.Cluster == cluster && known.Destination == destination)
                return known.Pool;
            _known?.Pool?.Dispose();
            _known = new(cluster, destination, PoolOf(cluster, destination));
            return _known.Pool;
        }
    }

    private ConnectionPool? PoolOf(ClusterModel cluster, DestinationModel destination)
    {
        var legacy = new Uri(destination.Config.Address);
        return ClusterForwarder.IsLean(cluster.Config) && legacy.Scheme == Uri.UriSchemeHttp && legacy is { PathAndQuery: "/", Fragment: "" } && cluster.Config.HttpClient is not { WebProxy: not null } and not { MaxConnectionsPerServer: not null }
            ? new(legacy, options.Value.LegacyConnectTimeout, (cluster.Config.HttpRequest ?? ForwarderRequestConfig.Empty).ActivityTimeout ?? UsualPatience, time)
            : null;
    }

    private sealed record Known(ClusterModel Cluster, DestinationModel Destination, ConnectionPool? Pool);
}
