using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Routing;

/// <summary>
/// Who sends plain requests to a cluster, <c>Metadata.Forwarder</c> in <c>yarp.json</c>: <c>lean</c>, the gateway's own way, or <c>yarp</c>, which sends all
/// others in any case. Like all of a cluster it may be changed while the gateway runs.
/// </summary>
internal static class ClusterForwarder
{
    private const string Key = "Forwarder";
    private const string Lean = "lean";
    private const string Yarp = "yarp";

    public static bool IsLean(ClusterConfig cluster) => cluster.Metadata?.GetValueOrDefault(Key, Lean) is null or Lean;

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public static string? Error(ClusterConfig cluster) =>
        cluster.Metadata?.GetValueOrDefault(Key) is { } forwarder and not Lean and not Yarp ? $"Metadata:{Key} = \"{forwarder}\": must be {Lean} or {Yarp}" : null;
}
