using Strangler.Benchmarks.Proxies;
using Strangler.Testing;

namespace Strangler.Benchmarks;

/// <summary>All that is measured side by side before the same constant upstream: itself, bare YARP, nginx and HAProxy where they are there, the gateway over YARP's forwarder, and at its stages.</summary>
internal sealed class Lineup : IAsyncDisposable
{
    public const string Direct = "direct to upstream";
    public const string Yarp = "bare YARP";
    public const string Nginx = "nginx";
    public const string Haproxy = "HAProxy";
    public const string YarpForwarder = "gateway over YARP's forwarder";

    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _processes = [];
    private readonly List<Contestant> _contestants = [];
    private HttpClient? _management;

    public IReadOnlyList<Contestant> Contestants => _contestants;

    /// <summary>The gateway's process, which is the same at each stage.</summary>
    public ServerProcess Gateway { get; private set; } = null!;

    /// <summary>Starts them all.</summary>
    /// <param name="stages">The gateway's stages.</param>
    /// <param name="routes">So many routes more than it needs in each.</param>
    /// <param name="environment">Variables of the processes of .NET.</param>
    /// <param name="prepare">What is done to the gateway's database before it starts.</param>
    public static async Task<Lineup> StartAsync(
        IReadOnlyList<string> stages, int routes = 0, IReadOnlyDictionary<string, string>? environment = null, Func<string, Task>? prepare = null)
    {
        var lineup = new Lineup();
        try
        {
            await lineup.FillAsync(stages, routes, environment ?? new Dictionary<string, string>(), prepare);
            return lineup;
        }
        catch
        {
            await lineup.DisposeAsync();
            throw;
        }
    }

    /// <summary>Null where there is none of that name.</summary>
    public Contestant? Find(string name) => _contestants.Find(contestant => contestant.Name == name);

    public static string NameOf(string stage) => $"gateway, {stage}";

    /// <summary>Puts the gateway at the contestant's stage.</summary>
    public Task PrepareAsync(Contestant contestant) =>
        contestant.Stage is null ? Task.CompletedTask : GatewayUnderTest.SetStageAsync(_management!, contestant.Stage);

    /// <summary>Loads one: its stage, then so many connections for so long.</summary>
    public async Task<Sample> MeasureAsync(Contestant contestant, string path, int connections, TimeSpan duration)
    {
        await PrepareAsync(contestant);
        var process = contestant.Process!;
        var before = process.Processor;
        var sample = await Sample.TakeAsync(contestant.Target, LoadRequest.Get(contestant.Target, path), connections, duration);
        return sample with { Processor = (process.Processor - before).TotalMicroseconds / sample.Times.TotalCount };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        _management?.Dispose();
        _folder.Dispose();
    }

    private async Task FillAsync(IReadOnlyList<string> stages, int routes, IReadOnlyDictionary<string, string> environment, Func<string, Task>? prepare)
    {
        var self = typeof(Lineup).Assembly.Location;
        var constant = Kept(await ServerProcess.StartAsync(self, hasManagement: false, environment, ["serve", "constant"]));
        Add(Direct, constant);
        Add(Yarp, Kept(await ServerProcess.StartAsync(self, hasManagement: false, environment, ["serve", "yarp", constant.Public.ToString(), $"{routes}"])));
        Add(Nginx, await SystemProxy.NginxAsync(_folder.Combine("nginx"), constant.Public, routes));
        Add(Haproxy, await SystemProxy.HaproxyAsync(_folder.Combine("haproxy"), constant.Public, routes));
        if (stages.Contains("legacy"))
        {
            var other = _folder.Combine("forwarder");
            GatewayUnderTest.AddRoutes(other, routes);
            Add(YarpForwarder, Kept(await GatewayUnderTest.StartAsync(GatewayUnderTest.Built, other, constant.Public, environment, ["ReverseProxy:Clusters:legacy:Metadata:Forwarder=yarp"])));
        }

        var folder = _folder.Combine("gateway");
        GatewayUnderTest.AddRoutes(folder, routes);
        if (prepare is not null)
        {
            await using (await GatewayUnderTest.StartAsync(folder, constant.Public))
            {
                // It makes the database.
            }

            await prepare(Path.Combine(folder, "gateway.db"));
        }

        Gateway = Kept(await GatewayUnderTest.StartAsync(GatewayUnderTest.Built, folder, constant.Public, environment, []));
        _management = new HttpClient { BaseAddress = Gateway.Management };
        _contestants.AddRange(stages.Select(stage => new Contestant(NameOf(stage), Gateway.Public, stage) { Process = Gateway.Tree, Server = Gateway }));
    }

    private ServerProcess Kept(ServerProcess process)
    {
        _processes.Add(process);
        return process;
    }

    private void Add(string name, ServerProcess process) => _contestants.Add(new(name, process.Public, null) { Process = process.Tree, Server = process });

    private void Add(string name, SystemProxy? proxy)
    {
        if (proxy is null)
            return;
        _processes.Add(proxy);
        _contestants.Add(new(name, proxy.Public, null) { Process = proxy.Tree });
    }
}
