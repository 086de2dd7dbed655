using System.Net;
using System.Net.Sockets;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Proxies;

/// <summary>A proxy of the system before the same upstream, with a configuration of its own in a temporary folder.</summary>
internal sealed class SystemProxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ChildProcess _process;

    private SystemProxy(ChildProcess process, Uri address) => (_process, Public, Tree) = (process, address, new ProcessTree(process.Id));

    public Uri Public { get; }

    public ProcessTree Tree { get; }

    /// <summary>Starts nginx; null, with a line that says so, where there is none.</summary>
    public static Task<SystemProxy?> NginxAsync(string folder, Uri upstream, int routes = 0) => StartAsync(
        "nginx", folder, port => NginxConfiguration.Write(port, upstream, routes), file => ["-e", "stderr", "-p", folder, "-c", file]);

    /// <summary>Starts HAProxy; null, with a line that says so, where there is none.</summary>
    public static Task<SystemProxy?> HaproxyAsync(string folder, Uri upstream, int routes = 0) => StartAsync(
        "haproxy", folder, port => HaproxyConfiguration.Write(port, upstream, routes), file => ["-db", "-q", "-f", file]);

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync(CancellationToken.None);
        await _process.DisposeAsync();
    }

    private static async Task<SystemProxy?> StartAsync(string name, string folder, Func<int, string> configuration, Func<string, string[]> arguments)
    {
        if (SystemPrograms.Find(name) is not { } program)
        {
            Console.WriteLine($"{name}: not here; {SystemPrograms.Advice}.");
            return null;
        }

        Directory.CreateDirectory(folder);
        using var port = new ReservedPort();
        var file = Path.Combine(folder, $"{name}.conf");
        await File.WriteAllTextAsync(file, configuration(port.Port));
        var process = ChildProcess.Start(program, arguments(file), folder, new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = SystemPrograms.Libraries });
        await ListensAsync(process, port.Port);
        return new(process, new Uri($"http://127.0.0.1:{port.Port}"));
    }

    /// <exception cref="InvalidOperationException">It has ended, or does not listen; carries what it said.</exception>
    private static async Task ListensAsync(ChildProcess process, int port)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
            catch (Exception ex) when (ex is SocketException or OperationCanceledException)
            {
                throw new InvalidOperationException($"The proxy does not listen on {port}: {process.Output}", ex);
            }
        }
    }
}
