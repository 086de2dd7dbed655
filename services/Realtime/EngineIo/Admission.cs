using System.Collections.Concurrent;
using System.Net;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Counts what may be open at once: in all, and of one address.</summary>
internal sealed class Admission(int most, int mostOfAddress)
{
    private readonly ConcurrentDictionary<IPAddress, int> _ofAddress = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place; false when there is none.</summary>
    public bool TryEnter(IPAddress address) => TryEnter(address, out _);

    /// <summary>The same.</summary>
    /// <param name="address">Whose place.</param>
    /// <param name="isOfAddress">Whether the address has all that are its own, be there others or not.</param>
    public bool TryEnter(IPAddress address, out bool isOfAddress)
    {
        isOfAddress = _ofAddress.AddOrUpdate(address, 1, static (_, count) => count + 1) > mostOfAddress;
        if (!isOfAddress)
        {
            if (Interlocked.Increment(ref _count) <= most)
                return true;
            Interlocked.Decrement(ref _count);
        }

        LeaveAddress(address);
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(IPAddress address)
    {
        LeaveAddress(address);
        Interlocked.Decrement(ref _count);
    }

    private void LeaveAddress(IPAddress address)
    {
        if (_ofAddress.AddOrUpdate(address, 0, static (_, count) => count - 1) == 0)
            _ofAddress.TryRemove(KeyValuePair.Create(address, 0));
    }
}
