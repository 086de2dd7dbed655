using System.Net;
using Strangler.Launcher.Children;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Run;

/// <summary>The gateway in front of a legacy side; knows its addresses, and whether it asks for a token, once it is healthy.</summary>
internal sealed class GatewayPlan(RunOptions options, Legacy legacy, string configuration)
{
    public const string Name = "gateway";

    /// <summary>Ctrl-C is answered within seconds, whatever is under way.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan GracePeriod = DrainTimeout + TimeSpan.FromSeconds(12);

    /// <summary>What is started, by .NET's host.</summary>
    public string Program { get; set; } = Repository.Assembly("Gateway", "Gateway");

    public Uri Public { get; private set; } = options.Public;

    public Uri Management { get; private set; } = options.Management;

    /// <summary>Whether the management port is closed to those without <c>Gateway:ManagementToken</c>, wherever that was set.</summary>
    public bool AsksForToken { get; private set; }

    public ChildPlan Create() => new(
        Name, DotNet.Host, [Program, .. Settings(), .. options.Gateway],
        Repository.Root, GracePeriod, WhenHealthyAsync);

    private IEnumerable<string> Settings()
    {
        yield return "--Gateway:ExitWithStdin=true";
        yield return $"--Gateway:DrainTimeout={DrainTimeout:c}";
        yield return $"--Config={configuration}";
        if (options.PlainProxy)
            yield return "--legacy-flask-proxy";
        yield return $"--Gateway:Public={Text(Public)}";
        yield return $"--Gateway:Management={Text(Management)}";
        if (legacy.Address is not null)
            yield return $"--ReverseProxy:Clusters:legacy:Destinations:flask:Address={legacy.Address}";
        yield return $"--ShadowDiff:Database={Path.Combine(options.Data, "gateway.db")}";
        if (legacy.Root is not null)
            yield return $"--Services:LegacyRoot={legacy.Root}";
        if (legacy.StandIns is not var (backup, client))
            yield break;

        yield return $"--Services:BackupServerPort={backup.Port}";
        yield return $"--Services:DefaultUsername={LegacyPlans.Username}";
        yield return $"--Services:Jobs:Client={client[0]}";
        for (var index = 1; index < client.Count; index++)
            yield return $"--Services:Jobs:ClientArguments:{index - 1}={client[index]}";
    }

    private async Task<Uri> WhenHealthyAsync(Announcements announced, CancellationToken cancellationToken)
    {
        if (Public.Port == 0)
            Public = new Uri(await announced.GetAsync("PUBLIC", cancellationToken));
        if (Management.Port == 0)
            Management = new Uri(await announced.GetAsync("MANAGEMENT", cancellationToken));
        await HealthCheck.PassesAsync(new Uri(Reachable(Management), "/healthz"), cancellationToken);
        AsksForToken = await HealthCheck.StatusAsync(new Uri(Reachable(Management), "/api/routes"), cancellationToken) is { Status: HttpStatusCode.Unauthorized };
        return Public;
    }

    /// <summary>The address to connect to for one to listen on: any address means this machine too.</summary>
    public static Uri Reachable(Uri listener) =>
        listener.Host is "0.0.0.0" or "[::]" or "*" ? new UriBuilder(listener) { Host = "127.0.0.1" }.Uri : listener;

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
