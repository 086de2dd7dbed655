using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Strangler.Gateway.Handover;

/// <summary>The connections of both ports, so that a gateway that leaves can ask them to end: those that wait for a request at once, the others with their answer.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<ConnectionContext, bool> _open = [];

    /// <summary>Whether none is left.</summary>
    public bool IsEmpty => _open.IsEmpty;

    /// <summary>Connection middleware.</summary>
    public ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        if (connection.Features.Get<PrivateWay>() is null)
            _open[connection] = true;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    };

    public void Close()
    {
        foreach (var (connection, _) in _open)
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}
