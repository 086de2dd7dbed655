using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>A client, the whole gateway and a raw legacy, all on real sockets.</summary>
internal sealed class ProxyTopology : IAsyncDisposable
{
    private readonly GatewayApp _gateway;

    public ProxyTopology(RawLegacy legacy, params (string Key, string Value)[] settings)
        : this(legacy.Address, settings) => Legacy = legacy;

    public ProxyTopology(Uri legacy, params (string Key, string Value)[] settings)
    {
        _gateway = new GatewayApp(legacy, settings).Start();
        using var client = _gateway.Public;
        Address = client.BaseAddress!;
    }

    public RawLegacy? Legacy { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _gateway.Services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<RawConnection> OpenAsync() => RawConnection.OpenAsync(Address, Token);

    /// <summary>One request on a connection of its own.</summary>
    public Task<RawResponse> SendAsync(RawRequest request) => RawHttp.SendAsync(Address, request, Token);

    public Task<RawResponse> GetAsync(string target) => SendAsync(RawRequest.Get(target));

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        if (Legacy is not null)
            await Legacy.DisposeAsync();
    }
}
