namespace Strangler.Benchmarks;

/// <param name="Connections">Connections, each with one request at a time.</param>
/// <param name="PerSecond">Requests per second of all together; 0 for as many as there can be.</param>
/// <param name="Duration">How long.</param>
internal sealed record Load(int Connections, int PerSecond, TimeSpan Duration)
{
    /// <summary>From one request of a connection to its next; zero for at once.</summary>
    public TimeSpan Interval => PerSecond == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)Connections / PerSecond);
}
