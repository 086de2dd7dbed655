using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Strangler.Services.Realtime.Hub;

/// <summary>How many sockets there may be, in all and from one address.</summary>
internal sealed class HubSeats(IOptions<HubOptions> options)
{
    private readonly HubOptions _options = options.Value;
    private readonly Dictionary<IPAddress, int> _taken = [];
    private int _all;

    /// <summary>Takes a place; otherwise the status that refuses it. <see cref="Leave"/> gives it back.</summary>
    public int? TryTake(IPAddress address)
    {
        lock (_taken)
        {
            var own = _taken.GetValueOrDefault(address);
            if (own >= _options.MaxSocketsPerAddress)
                return StatusCodes.Status429TooManyRequests;
            if (_all >= _options.MaxSockets)
                return StatusCodes.Status503ServiceUnavailable;
            _taken[address] = own + 1;
            _all++;
            return null;
        }
    }

    public void Leave(IPAddress address)
    {
        lock (_taken)
        {
            _all--;
            if (--_taken[address] == 0)
                _taken.Remove(address);
        }
    }
}
