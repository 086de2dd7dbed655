namespace Strangler.Benchmarks.Soak;

/// <summary>A figure that is drawn and whose trend is judged.</summary>
/// <param name="Figure">Which.</param>
/// <param name="Name">For a person.</param>
/// <param name="Unit">Empty for a number of things.</param>
/// <param name="Allowed">So much of its level it may grow in twelve hours; null where it may grow up to <see cref="Limit"/>.</param>
/// <param name="Limit">A bound that it keeps by itself.</param>
internal sealed record SoakSeries(Figure Figure, string Name, string Unit, double? Allowed, double Limit = double.PositiveInfinity)
{
    /// <summary>What a leak would fill, by little; what depends on what else the machine does, by more.</summary>
    private const double Little = 0.05;
    private const double Much = 1;

    public static IReadOnlyList<SoakSeries> All { get; } =
    [
        new(Figure.Memory, "resident memory", "MiB", Little),
        new(Figure.Heap, "managed heap", "MiB", Little),
        new(Figure.Handles, "handles", "", Little),
        new(Figure.Sockets, "sockets", "", Little),
        new(Figure.Threads, "threads", "", Little),
        new(Figure.Processor, "processor", "% of a core", Much),
        new(Figure.P50, "latency p50", "ms", Much),
        new(Figure.P99, "latency p99", "ms", Much),
        new(Figure.Database, "gateway.db", "MiB", null, Limit: 1024), // ShadowDiff:MaxDatabaseBytes
    ];

    /// <summary>Growth in twelve hours that is too much.</summary>
    public double AllowedGrowth(double level) => Allowed is { } share ? share * level : Limit - level;
}
