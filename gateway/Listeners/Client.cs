using System.Net;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Listeners;

/// <summary>One client address and how many of its requests are in flight.</summary>
internal sealed class Client(IPAddress address) : IClientAddress
{
    private int _inFlight;

    public IPAddress Address { get; } = address;

    /// <summary>The address as text, IPv4-mapped ones as IPv4.</summary>
    public string Name { get; } = address.ToString();

    /// <summary>Open connections; guarded by the <see cref="ClientTable"/>.</summary>
    public int Connections { get; set; }

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Counts one more request in, unless <paramref name="limit"/> are in flight already.</summary>
    public bool TryEnter(int limit)
    {
        var seen = Volatile.Read(ref _inFlight);
        while (seen < limit)
        {
            var found = Interlocked.CompareExchange(ref _inFlight, seen + 1, seen);
            if (found == seen)
                return true;
            seen = found;
        }

        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
