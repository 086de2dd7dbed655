namespace Strangler.Benchmarks;

/// <summary>Requests at a fixed rate.</summary>
/// <param name="Connections">Connections, each with one request at a time.</param>
/// <param name="PerSecond">Requests per second of all together.</param>
/// <param name="Duration">How long.</param>
internal sealed record SteadyLoad(int Connections, int PerSecond, TimeSpan Duration)
{
    public Task<Sample> TakeAsync(Uri target, string path) =>
        Sample.TakeAsync(target, LoadRequest.Get(target, path), Connections, Duration, interval: TimeSpan.FromSeconds((double)Connections / PerSecond));
}
