using System.Diagnostics;
using System.Globalization;

namespace Strangler.Benchmarks;

/// <summary>A server in a process of its own, which ends when its standard input does.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string AllocatedOfGateway = "dotnet_gc_heap_total_allocated_bytes_total";

    private readonly Process _process;
    private readonly SemaphoreSlim _said = new(0);
    private long _allocated;

    private ServerProcess(Process process) => (_process, Tree) = (process, new ProcessTree(process.Id));

    public Uri Public { get; private set; } = null!;

    /// <summary>Null for a server that has none.</summary>
    public Uri? Management { get; private set; }

    public ProcessTree Tree { get; }

    /// <summary>What the process holds in memory.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a program and waits until it says where it listens.</summary>
    /// <param name="program">An assembly of .NET's, or a program of its own.</param>
    /// <param name="hasManagement">Whether it has two addresses.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It ended before it said so; its output is in the message.</exception>
    public static Task<ServerProcess> StartAsync(string program, bool hasManagement, params IEnumerable<string> arguments) =>
        StartAsync(program, hasManagement, new Dictionary<string, string>(), arguments);

    /// <summary>The same, with variables of its own.</summary>
    public static async Task<ServerProcess> StartAsync(string program, bool hasManagement, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = program.EndsWith(".dll", StringComparison.Ordinal) ? new ProcessStartInfo("dotnet", [program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var server = new ServerProcess(Process.Start(start)!);
        var said = new List<string>();
        while (server.Public is null || (hasManagement && server.Management is null))
        {
            var line = await server._process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"{program} ended at its start:{Environment.NewLine}{string.Join(Environment.NewLine, said)}");
            said.Add(line);
            server.Read(line);
        }

        _ = server.ReadOnAsync();
        return server;
    }

    /// <summary>Bytes that it has allocated since its start: a gateway's metrics tell, and the servers of <see cref="Servers"/>.</summary>
    public async Task<long> AllocatedAsync(HttpClient client)
    {
        if (Management is not null)
        {
            var line = (await client.GetStringAsync(new Uri(Management, "/metrics"))).Split('\n').First(line => line.StartsWith(AllocatedOfGateway, StringComparison.Ordinal));
            return (long)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        }

        await _process.StandardInput.WriteLineAsync(Servers.AskForAllocated);
        await _process.StandardInput.FlushAsync();
        await _said.WaitAsync();
        return _allocated;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _said.Dispose();
    }

    private async Task ReadOnAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            Read(line);
    }

    private void Read(string line)
    {
        if (line.StartsWith("PUBLIC ", StringComparison.Ordinal))
        {
            Public = new Uri(line["PUBLIC ".Length..]);
        }
        else if (line.StartsWith("MANAGEMENT ", StringComparison.Ordinal))
        {
            Management = new Uri(line["MANAGEMENT ".Length..]);
        }
        else if (line.StartsWith(Servers.Allocated, StringComparison.Ordinal))
        {
            _allocated = long.Parse(line.AsSpan(Servers.Allocated.Length), CultureInfo.InvariantCulture);
            _said.Release();
        }
    }
}
