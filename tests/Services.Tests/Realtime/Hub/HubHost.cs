using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.Hub;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>The hub on a free port, with a clock that stands still unless told otherwise.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    private readonly ModuleHost _host;

    private HubHost(ModuleHost host, FakeTimeProvider time) => (_host, Time) = (host, time);

    public FakeTimeProvider Time { get; }

    public ModuleHost Modules => _host;

    public IHubSockets Sockets => _host.Services.GetRequiredService<IHubSockets>();

    public JobDirectory Jobs => _host.Services.GetRequiredService<JobDirectory>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="settings">Names in <c>Services:Realtime</c>.</param>
    public static async Task<HubHost> StartAsync(params (string Name, string Value)[] settings) => await StartAsync(_ => { }, settings);

    /// <inheritdoc cref="StartAsync(ValueTuple{string, string}[])"/>
    public static async Task<HubHost> StartAsync(Action<IServiceCollection> configure, params (string Name, string Value)[] settings)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero));
        var host = await ModuleHost.StartAsync(
            [
                KeyValuePair.Create<string, string?>("Services:BackupServerPort", "1"),
                .. settings.Select(setting => KeyValuePair.Create<string, string?>("Services:Realtime:" + setting.Name, setting.Value)),
            ],
            Token,
            services => configure(services.AddSingleton<TimeProvider>(time)));
        return new HubHost(host, time);
    }

    /// <summary>A client that has had its first message.</summary>
    public async Task<HubClientSocket> ConnectAsync()
    {
        var client = await HubClientSocket.ConnectAsync(_host.Address);
        Assert.Equal("status", (await client.NextAsync()).GetProperty("type").GetString());
        return client;
    }

    /// <summary>The same, frame by frame.</summary>
    public async Task<FrameConnection> OpenAsync()
    {
        var client = await FrameConnection.OpenAsync(_host.Address);
        Assert.Equal("status", (await client.NextTextAsync()).GetProperty("type").GetString());
        return client;
    }

    public void Publish(string name, string payload) =>
        _host.Services.GetRequiredService<INoticeSink>().Publish(new Notice(name, Encoding.UTF8.GetBytes(payload)));

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
