using System.Net;
using Microsoft.AspNetCore.Connections;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// The clients that have a public connection open, by address. It is asked once per connection and never per request,
/// and an address is forgotten with its last connection.
/// </summary>
internal sealed class ClientTable
{
    private readonly Dictionary<IPAddress, Client> _clients = [];
    private readonly Lock _lock = new();

    /// <summary>How many addresses are known now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _clients.Count;
        }
    }

    /// <summary>Connection middleware: gives each connection its <see cref="ClientConnection"/> feature.</summary>
    public ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        var client = Join(AddressOf(connection.RemoteEndPoint));
        connection.Features.Set(new ClientConnection(client));
        connection.Features.Set<IClientAddress>(client);
        try
        {
            await next(connection);
        }
        finally
        {
            Part(client);
        }
    };

    private Client Join(IPAddress address)
    {
        lock (_lock)
        {
            if (!_clients.TryGetValue(address, out var client))
                _clients.Add(address, client = new Client(address));
            client.Connections++;
            return client;
        }
    }

    private void Part(Client client)
    {
        lock (_lock)
        {
            if (--client.Connections == 0)
                _clients.Remove(client.Address);
        }
    }

    private static IPAddress AddressOf(EndPoint? remote)
    {
        var address = (remote as IPEndPoint)?.Address ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
