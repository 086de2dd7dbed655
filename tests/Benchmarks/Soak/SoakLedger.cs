using System.Diagnostics;
using System.Globalization;
using HdrHistogram;

namespace Strangler.Benchmarks.Soak;

/// <summary>What happened in a soak so far: counts, each fault in words in a file, and the latencies since the last sample.</summary>
internal sealed class SoakLedger(string file) : IDisposable
{
    private const int MostLines = 10_000;
    private const long LongestMicroseconds = 60_000_000;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly StreamWriter _faults = new(file) { AutoFlush = true };
    private readonly long[] _counts = new long[Enum.GetValues<Figure>().Length];
    private LongHistogram _latencies = NewHistogram();
    private int _lines;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public long this[Figure figure] => Interlocked.Read(ref _counts[(int)figure]);

    public void Count(Figure figure) => Interlocked.Increment(ref _counts[(int)figure]);

    /// <summary>Counts and writes it down.</summary>
    public void Fault(Figure figure, string words)
    {
        Count(figure);
        lock (_gate)
        {
            if (_lines++ < MostLines)
                _faults.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Elapsed:h\\:mm\\:ss\\.fff} {figure}: {words.ReplaceLineEndings(" ")}"));
        }
    }

    public void Took(TimeSpan time)
    {
        lock (_gate)
            _latencies.RecordValue(Math.Clamp((long)time.TotalMicroseconds, 1, LongestMicroseconds));
    }

    /// <summary>Those since it was called last.</summary>
    public HistogramBase TakeLatencies()
    {
        lock (_gate)
        {
            var taken = _latencies;
            _latencies = NewHistogram();
            return taken;
        }
    }

    public void Dispose() => _faults.Dispose();

    private static LongHistogram NewHistogram() => new(1, LongestMicroseconds, 2);
}
