using System.Net;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Listeners;

namespace Strangler.Gateway.Hosting;

/// <summary>
/// <c>--health</c>: asks the gateway that runs with the same settings whether it lives, for those who can start a program and nothing else: the health
/// check of a container whose image has no shell.
/// </summary>
internal static class HealthProbe
{
    public const string Switch = "--health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Says what is wrong; the exit code is 0 when nothing is, else 1.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (await ProblemAsync(args) is not { } problem)
                return 0;

            await Console.Error.WriteLineAsync(problem);
            return 1;
        }
        catch (Exception ex)
        {
            return StartupFailure.Report(ex);
        }
    }

    /// <summary>Null for a gateway that lives; else why not, as a sentence.</summary>
    /// <exception cref="InvalidConfigurationException">The settings say no address.</exception>
    internal static async Task<string?> ProblemAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(CommandLine.Expand(args));
        builder.AddGatewayFiles();
        var setting = builder.Configuration["Gateway:Management"] ?? ListenerOptions.DefaultManagement;
        if (!ListenAddress.TryParse(setting, out var address, out var reason))
            throw new InvalidConfigurationException([$"Gateway:Management = \"{setting}\": {reason}."]);
        if (address.Port == 0)
            throw new InvalidConfigurationException([$"Gateway:Management = \"{setting}\": which port a gateway took cannot be asked; give it one."]);

        return await ProblemAsync(address.Address, address.Port, Patience);
    }

    /// <summary>The same of a gateway whose management port is known.</summary>
    internal static async Task<string?> ProblemAsync(IPAddress listener, int port, TimeSpan patience)
    {
        var reached = new UriBuilder("http", Reachable(listener).ToString(), port, "/livez").Uri;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = patience };
        try
        {
            using var answer = await client.GetAsync(reached);
            return answer.IsSuccessStatusCode ? null : $"{reached} answers {(int)answer.StatusCode}.";
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException)
        {
            return $"No answer from {reached} ({ex.Message.TrimEnd('.')}).";
        }
    }

    /// <summary>Any address of the machine is this one's too.</summary>
    private static IPAddress Reachable(IPAddress listener) =>
        listener.Equals(IPAddress.Any) || listener.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : listener;
}
