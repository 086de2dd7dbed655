using Strangler.Testing.Processes;

namespace Strangler.Testing.Stores;

/// <summary>What holds the databases of a test class: the same tests run on each engine. They are gone with it.</summary>
/// <param name="isServer">Whether it needs a server, which not every machine has.</param>
/// <param name="place">Makes one, beside a file of this name.</param>
public sealed class TestEngine(bool isServer, Func<string, StorePlace> place) : IDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(StartAsync);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, StorePlace> _places = [];

    /// <summary>Files of SQLite's.</summary>
    public static TestEngine Sqlite() => new(isServer: false, static file => file);

    /// <summary>Schemas on a server that the tests of this process share.</summary>
    public static TestEngine Postgresql() => new(isServer: true, static file => new(file, Server.Value.GetAwaiter().GetResult().NewStore()));

    public bool IsServer => isServer;

    /// <summary>The database of this name: made by the first call, and the same one by those after.</summary>
    public StorePlace Place(string name = "gateway.db") => _places.TryGetValue(name, out var known) ? known : _places[name] = place(_folder.Combine(name));

    public void Dispose() => _folder.Dispose();

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync(CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server;
    }
}

/// <summary>Where a gateway has its database.</summary>
/// <param name="File">SQLite's file; with a server, the one that names what stands beside it.</param>
/// <param name="ConnectionString">The server's; null for the file.</param>
public sealed record StorePlace(string File, string? ConnectionString = null)
{
    /// <summary>What a gateway is told of it.</summary>
    public IEnumerable<(string Key, string Value)> Settings => ConnectionString is null
        ? [("ShadowDiff:Database", File)]
        : [("ShadowDiff:Database", File), ("Store:Provider", "postgresql"), ("Store:ConnectionString", ConnectionString)];

    public static implicit operator StorePlace(string file) => new(file);
}
