using System.Text.Json;

namespace Strangler.Benchmarks;

/// <summary>A gateway before one kind of legacy.</summary>
internal sealed class FaultContestant : IAsyncDisposable
{
    private readonly FaultyServer? _legacy;
    private readonly ServerProcess _gateway;
    private readonly HttpClient _management;

    private FaultContestant(string name, FaultyServer? legacy, ServerProcess gateway) =>
        (Name, _legacy, _gateway, _management) = (name, legacy, gateway, new HttpClient { BaseAddress = gateway.Management });

    public string Name { get; }

    public List<Sample> Samples { get; } = [];

    /// <summary>MiB that the gateway's process holds, after each round.</summary>
    public List<double> Memory { get; } = [];

    public long Compared { get; private set; }

    /// <summary>Counts by reason.</summary>
    public string Uncompared { get; private set; } = "";

    /// <param name="folder">For all gateways' folders.</param>
    /// <param name="name">The fault, unless <paramref name="legacy"/> is given.</param>
    /// <param name="legacy">A legacy that works.</param>
    /// <param name="settings">The gateway's.</param>
    public static async Task<FaultContestant> StartAsync(string folder, string name, Uri? legacy, params string[] settings)
    {
        var faulty = legacy is null ? new FaultyServer(name) : null;
        var gateway = await GatewayUnderTest.StartAsync(Path.Combine(folder, name), legacy ?? faulty!.Address, settings);
        var contestant = new FaultContestant(name, faulty, gateway);
        await GatewayUnderTest.SetStageAsync(contestant._management, "live");
        return contestant;
    }

    public async Task MeasureAsync(string path, SteadyLoad load)
    {
        Samples.Add(await load.TakeAsync(_gateway.Public, path));
        Memory.Add(_gateway.MemoryBytes / (1024.0 * 1024));
        using var report = JsonDocument.Parse(await _management.GetStringAsync("/api/reports"));
        var route = report.RootElement.GetProperty("routes").EnumerateArray().SingleOrDefault(one => one.GetProperty("route").GetString() == "status");
        if (route.ValueKind == JsonValueKind.Object)
            (Compared, Uncompared) = (route.GetProperty("compared").GetInt64(), string.Join(", ", route.GetProperty("uncompared").EnumerateObject().Select(reason => $"{reason.Name} {reason.Value}")));
    }

    public void Forget()
    {
        Samples.Clear();
        Memory.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _management.Dispose();
        await _gateway.DisposeAsync();
        _legacy?.Dispose();
    }
}
