using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Strangler.Gateway.Handover;

/// <summary>Kestrel's own sockets, at ports that can be left to another process. Windows has no such way.</summary>
internal sealed class HandoverTransport(SocketTransportFactory sockets, Predecessor predecessor) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>The public port and the management port.</summary>
    private const int Ports = 2;

    private readonly List<MovableListener> _ports = [];
    private readonly TaskCompletionSource _isInCharge = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool CanBind(EndPoint endpoint) => !OperatingSystem.IsWindows() && endpoint is IPEndPoint;

    /// <summary>Nothing is accepted before both ports are there and the gateway before this one has left them: until then a start can fail, and that one goes on.</summary>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var port = new MovableListener(await sockets.BindAsync(endpoint, cancellationToken), _isInCharge.Task);
        _ports.Add(port);
        if (_ports.Count == Ports)
        {
            await predecessor.TakeOverAsync(cancellationToken);
            _isInCharge.SetResult();
        }

        return port;
    }

    /// <summary>Takes what comes at a private socket as if it had come at the public port.</summary>
    /// <param name="path">Of the socket, which is made.</param>
    public async Task OpenAsync(string path, CancellationToken cancellationToken) =>
        _ports[0].Open(await sockets.BindAsync(new UnixDomainSocketEndPoint(path), cancellationToken));

    /// <summary>Leaves both ports.</summary>
    public void Leave() => _ports.ForEach(port => port.Leave());

    /// <summary>Serves both again.</summary>
    public void Return() => _ports.ForEach(port => port.Return());
}
