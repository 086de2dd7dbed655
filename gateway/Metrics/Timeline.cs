using Strangler.Contract;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Metrics;

/// <summary>
/// What each side of each route answered in the last two hours, every ten seconds. It is read off the counters of <see cref="RouteStatistics"/>, so that no request pays for it, and begins
/// anew with the process. A side of a route that has answered takes 35 KB once, whatever its traffic.
/// </summary>
internal sealed class Timeline(RouteStatistics statistics, TimeProvider time)
{
    /// <summary>How many samples are kept.</summary>
    public const int Kept = 720;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly DateTimeOffset[] _ends = new DateTimeOffset[Kept];
    private readonly Dictionary<(string? Route, Side Side), TimelinePoint[]> _points = [];
    private readonly Dictionary<RouteSeries, Counters> _counters = [];
    private readonly long[] _since = new long[RouteSeries.StepCount];
    private readonly long[] _whole = new long[RouteSeries.StepCount];
    private long _samples;

    /// <summary>When it began: there is nothing before.</summary>
    public DateTimeOffset Start { get; } = time.GetUtcNow();

    /// <summary>Keeps what was answered since the last call, in the place of the oldest sample once there are <see cref="Kept"/>.</summary>
    public void Sample()
    {
        lock (_lock)
        {
            var place = (int)(_samples++ % Kept);
            _ends[place] = time.GetUtcNow();
            Sample(Side.Legacy, place);
            Sample(Side.Modern, place);
        }
    }

    /// <summary>The newest samples of a route, oldest first.</summary>
    /// <param name="route">Null for all routes together.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<TimelineInterval> Read(string? route, int most)
    {
        lock (_lock)
        {
            var legacy = _points.GetValueOrDefault((route, Side.Legacy));
            var modern = _points.GetValueOrDefault((route, Side.Modern));
            var count = (int)Math.Min(Math.Min(_samples, Kept), most);
            var intervals = new TimelineInterval[count];
            for (var i = 0; i < count; i++)
            {
                var place = (_samples - count + i) % Kept;
                intervals[i] = new(_ends[place], legacy?[place] ?? default, modern?[place] ?? default);
            }

            return intervals;
        }
    }

    private void Sample(Side side, int place)
    {
        var (requests, errors) = (0L, 0L);
        Array.Clear(_whole);
        foreach (var series in statistics.All)
        {
            if (series.Side != side || series.Requests == 0)
                continue;

            var point = Since(series);
            Points(series.Route, side)[place] = point;
            requests += point.Requests;
            errors += point.Errors;
        }

        if (requests > 0 || _points.ContainsKey((null, side)))
            Points(null, side)[place] = Point(requests, errors, _whole);
    }

    private TimelinePoint Since(RouteSeries series)
    {
        if (!_counters.TryGetValue(series, out var counters))
            _counters[series] = counters = new(new long[RouteSeries.StepCount]);
        if (series.Requests == counters.Requests && series.Errors == counters.Errors)
            return default;

        var (requests, errors) = (series.CountsSince(counters.Durations, _since), series.Errors - counters.Errors);
        counters.Requests += requests;
        counters.Errors += errors;
        if (series.Route != RouteNames.Realtime) // whose requests last as long as a page is open, which tells nothing of the whole gateway's speed
        {
            for (var i = 0; i < _whole.Length; i++)
                _whole[i] += _since[i];
        }

        return Point(requests, errors, _since);
    }

    private TimelinePoint[] Points(string? route, Side side) =>
        _points.TryGetValue((route, side), out var points) ? points : _points[(route, side)] = new TimelinePoint[Kept];

    private static TimelinePoint Point(long requests, long errors, long[] durations) =>
        new((int)requests, (int)errors, durations.AsSpan().ContainsAnyExcept(0L) ? (float)RouteSeries.Percentile(durations, 95) : 0);

    /// <summary>What a series had counted by the last sample.</summary>
    private sealed class Counters(long[] durations)
    {
        public long[] Durations => durations;

        public long Requests { get; set; }

        public long Errors { get; set; }
    }
}

/// <summary>What both sides answered until a moment, since the sample before.</summary>
internal readonly record struct TimelineInterval(DateTimeOffset End, TimelinePoint Legacy, TimelinePoint Modern);

/// <summary>What one side answered.</summary>
/// <param name="Requests">Answers.</param>
/// <param name="Errors">Those of status 500 or more.</param>
/// <param name="P95Ms">Milliseconds that 95 % of them did not exceed; 0 where there was none.</param>
internal readonly record struct TimelinePoint(int Requests, int Errors, float P95Ms);

/// <summary>Samples by a timer.</summary>
internal sealed class TimelineSampler(Timeline timeline, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Timeline.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            timeline.Sample();
    }
}
