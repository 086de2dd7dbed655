namespace Strangler.Benchmarks.Soak;

/// <summary>How a soak is done.</summary>
internal sealed record SoakOptions
{
    public required TimeSpan For { get; init; }

    /// <summary>How many times faster than a person's page each page is.</summary>
    public required int Speed { get; init; }

    /// <summary>Pages that ask and back up.</summary>
    public required int Pages { get; init; }

    /// <summary>Sockets of the live channel, half of them Socket.IO's and half the hub's, that stay open all the time.</summary>
    public required int Connections { get; init; }

    /// <summary>From one sample to the next.</summary>
    public required TimeSpan Every { get; init; }

    public required TimeSpan FlipEvery { get; init; }

    public required TimeSpan RestartEvery { get; init; }

    /// <summary>The folder for what it writes.</summary>
    public required string Out { get; init; }
}
