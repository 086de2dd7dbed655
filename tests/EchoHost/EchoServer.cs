using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.WebSockets;

namespace Strangler.EchoHost;

/// <summary>
/// The sessions and connections of the services, with applications that send back what they get: Engine.IO at <c>/engine.io/</c>, Socket.IO at
/// <c>/socket.io/</c>. They keep to the specifications where the services keep to legacy.
/// </summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EngineSessions _engine;
    private readonly EngineSessions _socket;

    private EchoServer(WebApplication app, EngineSessions engine, EngineSessions socket) => (_app, _engine, _socket) = (app, engine, socket);

    /// <summary>As the official suites want it.</summary>
    public static EngineOptions Suite { get; } = new()
    {
        PingInterval = TimeSpan.FromMilliseconds(300),
        PingTimeout = TimeSpan.FromMilliseconds(200),
        MaxPayload = 1_000_000,
        DefaultTransport = null,
        PostAnswer = "ok",
        TellsMethods = false,
        SendsNoopAfterUpgrade = false,
    };

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The sessions of Engine.IO.</summary>
    public EngineSessions Engine => _engine;

    /// <summary>Those of Socket.IO.</summary>
    public EngineSessions Socket => _socket;

    public static async Task<EchoServer> StartAsync(int port, EngineOptions options, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listener => listener.Use(SocketHandover.Around(time))));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var engine = new EngineSessions(new EchoMessages(), options, time);
        var socket = new EngineSessions(new EchoEvents(time), options, time);
        app.Map("/engine.io/", new EngineEndpoint(engine).HandleAsync);
        app.Map("/socket.io/", new EngineEndpoint(socket).HandleAsync);
        await app.StartAsync();
        return new EchoServer(app, engine, socket);
    }

    public Task WaitAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_engine.CloseAllAsync(CancellationToken.None), _socket.CloseAllAsync(CancellationToken.None));
        await _app.StopAsync();
        await _app.DisposeAsync();
        _engine.Dispose();
        _socket.Dispose();
    }
}
