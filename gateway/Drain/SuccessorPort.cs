using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Drain;

/// <summary>The management port, which is another gateway's by now: nothing may be changed in one that has left its place.</summary>
internal sealed class SuccessorPort(IServer server, IHttpForwarder forwarder) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });

    public async Task ForwardAsync(HttpContext context) => await forwarder.SendAsync(context, Address(), _client);

    public void Dispose() => _client.Dispose();

    private string Address()
    {
        var bound = BindingAddress.Parse(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Last());
        return $"http://{(bound.Host is "[::]" or "0.0.0.0" ? "127.0.0.1" : bound.Host)}:{bound.Port}/";
    }
}
