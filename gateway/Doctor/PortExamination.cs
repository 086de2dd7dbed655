using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Listeners;

namespace Strangler.Gateway.Doctor;

/// <summary>Whether the two ports are the gateway's, or can be; and whether it is the only gateway of its configuration.</summary>
internal sealed class PortExamination(IOptions<ListenerOptions> options, IConfiguration configuration, GatewayFiles files)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<Finding>> ExamineAsync(bool serves, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        IReadOnlyList<RunningGateway> running = [.. GatewayStateFile.FindRunning(files.Folder).Concat(GatewayStateFile.FindRunning(configuration["Gateway:StateFolder"] ?? GatewayStateFile.UserFolder)).Distinct()];
        var holder = serves ? null : Holder(running, ListenAddress.Parse(options.Value.Management));
        findings.Add(serves ? Finding.Good("gateway", $"Runs, process {Environment.ProcessId}.")
            : holder is null ? Finding.Good("gateway", "None runs here.")
            : await LivesAsync(holder, cancellationToken) ? Finding.Good("gateway", $"Runs, process {holder.ProcessId}; what follows is what it would be set to if it were started from here.")
            : Finding.Bad("gateway", $"Runs (process {holder.ProcessId}, {holder.Management}) and does not answer.", "Look into its log, and restart it; ./cutover rollback works all the same."));

        foreach (var (name, setting, address) in new[] { ("public", "Gateway:Public", options.Value.Public), ("management", "Gateway:Management", options.Value.Management) })
            findings.Add(serves ? Finding.Good("ports", $"{name}: {address} is this gateway's.") : Bind(name, setting, address, holder is not null));

        var same = running.Where(gateway => gateway.Configuration == files.Folder).ToList();
        if (same.Count > 1)
        {
            findings.Add(Finding.Doubtful(
                "gateways", $"{same.Count} gateways run with {files.Folder}: processes {string.Join(", ", same.Select(gateway => gateway.ProcessId))}.",
                "Each moves routes for all of them, and only one has the database: stop the others, unless one is taking over."));
        }

        return findings;
    }

    private static async Task<bool> LivesAsync(RunningGateway gateway, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new UriBuilder(gateway.Management) { Host = gateway.Management.IsLoopback ? gateway.Management.Host : "127.0.0.1", Path = "/livez" }.Uri, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static RunningGateway? Holder(IEnumerable<RunningGateway> running, IPEndPoint management) => running.FirstOrDefault(gateway => gateway.IsNear && gateway.Management.Port == management.Port);

    private static Finding Bind(string name, string setting, string url, bool isHeldByGateway)
    {
        var address = ListenAddress.Parse(url);
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (OperatingSystem.IsWindows())
                socket.ExclusiveAddressUse = true;
            socket.Bind(address);
            socket.Listen();
            return Finding.Good("ports", $"{name}: {url} is free.");
        }
        catch (SocketException ex) when (ex.SocketErrorCode is SocketError.AddressAlreadyInUse && isHeldByGateway)
        {
            return Finding.Good("ports", $"{name}: {url} is that gateway's.");
        }
        catch (SocketException ex)
        {
            var find = OperatingSystem.IsWindows() ? $"netstat -ano | findstr :{address.Port}" : $"ss -ltnp 'sport = :{address.Port}'";
            return ex.SocketErrorCode is SocketError.AddressAlreadyInUse
                ? Finding.Bad("ports", $"{name}: {url} is taken by another program.", $"End it ({find} names it), or set {setting}.")
                : Finding.Bad("ports", $"{name}: {url} cannot be listened on ({ex.Message.TrimEnd('.')}).", $"Set {setting}, or give the user the right to.");
        }
    }
}
