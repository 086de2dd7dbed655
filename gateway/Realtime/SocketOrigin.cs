namespace Strangler.Gateway.Realtime;

/// <summary>The origin that legacy's Socket.IO accepts: the configured one, else localhost with the port of the destination.</summary>
internal sealed class SocketOrigin(string? configured)
{
    private Known? _last;

    public string For(string destinationPrefix)
    {
        if (configured is not null)
            return configured;
        var last = _last;
        if (last?.Prefix != destinationPrefix)
            _last = last = new Known(destinationPrefix, $"http://localhost:{new Uri(destinationPrefix).Port}");
        return last.Origin;
    }

    private sealed record Known(string Prefix, string Origin);
}
