using System.Text.Json.Serialization;

namespace Strangler.Contract;

/// <summary>A gateway that runs, as it says so itself in its <see cref="GatewayStateFile"/>.</summary>
/// <param name="ProcessId">Of its process; in a container the one inside.</param>
/// <param name="Started">When that process began.</param>
/// <param name="Configuration">Full path of the folder whose <c>features.json</c> it reads.</param>
/// <param name="Management">Where its management port is open, e.g. <c>http://127.0.0.1:9091</c>.</param>
/// <param name="Network">Where its loopback is, see <see cref="OwnNetwork"/>; null where it did not say.</param>
public sealed record RunningGateway(int ProcessId, DateTimeOffset Started, string Configuration, Uri Management, string? Network = null)
{
    /// <summary>The machine and its network that this process is in: containers have loopbacks of their own, and several machines may share a home.</summary>
    public static string OwnNetwork { get; } = FindNetwork();

    /// <summary>Whether it is in this process's network, as far as is known: another one's loopback is not ours.</summary>
    [JsonIgnore]
    public bool IsNear => Network is null || Network == OwnNetwork;

    /// <summary>The file that it reads the stages from.</summary>
    [JsonIgnore]
    public string Features => Path.Combine(Configuration, "features.json");

    /// <summary>Whether a call to this address reaches its management port, as far as can be told without asking.</summary>
    public bool IsManagedAt(Uri address) =>
        address.Port == Management.Port && (address.Host == Management.Host || (address.IsLoopback && (Management.IsLoopback || IsAny(Management.Host))));

    private static string FindNetwork()
    {
        try
        {
            if (OperatingSystem.IsLinux() && File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false) is { } network)
                return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {network.Name}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A machine without either has one network.
        }

        return Environment.MachineName;
    }

    private static bool IsAny(string host) => host is "0.0.0.0" or "[::]";
}

/// <summary>Its JSON, in the state file and in what the command writes for scripts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunningGateway))]
internal sealed partial class RunningGatewayJson : JsonSerializerContext;
