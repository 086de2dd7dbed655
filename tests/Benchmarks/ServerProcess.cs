using System.Diagnostics;

namespace Strangler.Benchmarks;

/// <summary>A server in a process of its own, which ends when its standard input does.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public Uri Public { get; private set; } = null!;

    /// <summary>Null for a server that has none.</summary>
    public Uri? Management { get; private set; }

    /// <summary>What the process holds in memory.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a .NET program and waits until it says where it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended before it said so; its output is in the message.</exception>
    public static async Task<ServerProcess> StartAsync(string program, bool hasManagement, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var server = new ServerProcess(Process.Start(start)!);
        var said = new List<string>();
        while (server.Public is null || (hasManagement && server.Management is null))
        {
            var line = await server._process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"{program} ended at its start:{Environment.NewLine}{string.Join(Environment.NewLine, said)}");
            said.Add(line);
            server.Read(line);
        }

        _ = server._process.StandardOutput.ReadToEndAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string line)
    {
        if (line.StartsWith("PUBLIC ", StringComparison.Ordinal))
            Public = new Uri(line["PUBLIC ".Length..]);
        else if (line.StartsWith("MANAGEMENT ", StringComparison.Ordinal))
            Management = new Uri(line["MANAGEMENT ".Length..]);
    }
}
