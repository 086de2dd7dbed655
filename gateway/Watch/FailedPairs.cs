namespace Strangler.Gateway.Watch;

/// <summary>What legacy has lately answered to that at which modern failed.</summary>
internal sealed class FailedPairs(TimeProvider time)
{
    private const int Most = 32;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, bool OfBoth)> _pairs = new(Most);
    private long? _awaited;

    /// <summary>At which share of it legacy fails as well; 0 where nothing is known.</summary>
    public double ShareOfBoth => Lasting() is { Count: > 0 } pairs ? (double)pairs.Count(ofBoth => ofBoth) / pairs.Count : 0;

    /// <summary>Whether nothing is known of it yet, and something will be.</summary>
    public bool IsAwaited => _awaited is { } at && time.GetElapsedTime(at) < Lately && Lasting().Count == 0;

    /// <summary>Modern has failed, and legacy is asked the same.</summary>
    public void Await() => _awaited = time.GetTimestamp();

    public void Add(bool ofBoth)
    {
        if (_pairs.Count == Most)
            _pairs.Dequeue();
        _pairs.Enqueue((time.GetTimestamp(), ofBoth));
    }

    private List<bool> Lasting() => [.. _pairs.Where(pair => time.GetElapsedTime(pair.At) < Lately).Select(pair => pair.OfBoth)];
}
