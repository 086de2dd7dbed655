using System.ComponentModel.DataAnnotations;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Settings of the plain WebSocket hub, section <c>Services:Realtime:Hub</c>. All are checked at startup.</summary>
public sealed class HubOptions
{
    private const string Second = "00:00:01";
    private const string TenMinutes = "00:10:00";

    /// <summary>Sockets at once; further ones are refused with 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxSockets { get; set; } = 1_000;

    /// <summary>Sockets at once from one address; further ones are refused with 429.</summary>
    [Range(1, 1_000_000)]
    public int MaxSocketsPerAddress { get; set; } = 100;

    /// <summary>Messages that may wait for a slow client, of which progress takes few; one more and it is closed with 1013.</summary>
    [Range(8, 10_000)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>Messages that a client may send a second, on average; twice as many at once. What is above is answered with <c>tooFast</c>.</summary>
    [Range(1, 10_000)]
    public int MaxMessagesPerSecond { get; set; } = 50;

    /// <summary>Silence after which a client is pinged.</summary>
    [Range(typeof(TimeSpan), Second, TenMinutes, ConvertValueInInvariantCulture = true)]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a pinged client may stay silent, a message may take to arrive whole, and a closed client to leave.</summary>
    [Range(typeof(TimeSpan), Second, TenMinutes, ConvertValueInInvariantCulture = true)]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);
}
