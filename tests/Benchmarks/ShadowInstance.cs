using System.Data.Common;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Benchmarks;

/// <summary>The whole shadow in this process, with a database of its own and the shipped rules.</summary>
internal sealed class ShadowInstance : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _enqueued;

    private ShadowInstance(WebApplication app) => _app = app;

    public RuleSet Rules => _app.Services.GetRequiredService<RulesInForce>().Current;

    private long Compared => _app.Services.GetRequiredService<ParityFigures>().Current().Values.Sum(route => route.Compared);

    public static async Task<ShadowInstance> StartAsync(string folder)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("ShadowDiff:Database", Path.Combine(folder, "gateway.db"))]);
        builder.Services.AddSingleton<IStoreFeature, HostTables>().AddSingleton<ITriageAudit, HostTables>().AddSingleton<IShadowedRoutes, NoRoutes>();
        builder.Services.AddShadowDiff(builder.Configuration.GetSection("ShadowDiff"), builder.Configuration.GetSection("Store"));
        var app = builder.Build();
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Mirrors exchanges as fast as they are taken, until <paramref name="isOver"/>, then to the last one. Returns how many, all compared and in the database.</summary>
    public async Task<long> RunAsync(IReadOnlyList<CapturedExchange> exchanges, Func<bool> isOver)
    {
        var queue = _app.Services.GetRequiredService<ShadowQueue>();
        var sent = 0L;
        while (!isOver())
        {
            if (queue.TryEnqueue(exchanges[(int)(sent % exchanges.Count)]))
                sent++;
            else
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        _enqueued += sent;
        while (Compared < _enqueued)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);

        await _app.Services.GetRequiredService<StoreWriter>().FlushAsync(CancellationToken.None);
        return Stored() == _enqueued ? sent : throw new InvalidOperationException($"{_enqueued} exchanges were compared, and the database has {Stored()}.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private long Stored() => _app.Services.GetRequiredService<GatewayDatabase>().Read(connection =>
        (long)connection.Scalar("SELECT sum(count) FROM coverage WHERE outcome IN ('match', 'diverged', 'on-purpose', 'transient', 'state')")!);
}

/// <summary>Stands for a host that knows no route.</summary>
internal sealed class NoRoutes : IShadowedRoutes
{
    public IReadOnlyList<string> Names => [];

    public IReadOnlyList<string> Known => [];

    public Uri? PublicAddress => null;

    public Uri? LegacyAddress => null;

    public string StageOf(string route) => "shadow";

    public ShadowPlan? PlanFor(string route, PathString path, RouteValueDictionary values) => null;
}

/// <summary>Stands for the host's part of the database.</summary>
internal sealed class HostTables : IStoreFeature, ITriageAudit
{
    public IEnumerable<Migration> Migrations =>
    [
        new(1, "CREATE TABLE audit (id INTEGER) STRICT;", Part: 1, Parts: 3),
        new(2, "CREATE TABLE job (id INTEGER) STRICT;"),
        .. Enumerable.Range(10, 6).Select(version => new Migration(version, "SELECT 1;")),
    ];

    public void Add(DbConnection connection, TriageChange change)
    {
    }
}
