namespace Strangler.Gateway.Listeners;

/// <summary>
/// Feature of a public connection: whose it is, and whether its current request is counted in. HTTP/1.1 has one request at a time
/// on a connection, so this needs no lock and nothing per request.
/// </summary>
internal sealed class ClientConnection(Client client)
{
    private bool _entered;

    public Client Client => client;

    public bool TryEnter(int limit) => _entered = client.TryEnter(limit);

    /// <summary>Counts the current request out; a second call does nothing.</summary>
    public void Leave()
    {
        if (!_entered)
            return;
        _entered = false;
        client.Leave();
    }
}
