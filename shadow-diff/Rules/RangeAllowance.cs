using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets numbers pass that both lie within bounds, or times that do not lie ahead of their own answer.</summary>
/// <param name="Min">Least number; null for none.</param>
/// <param name="Max">Largest number; null for none.</param>
/// <param name="IsPast">Times are meant, none later than its own answer. One without an offset is local, as both sides write them (contract Q32).</param>
/// <param name="Since">Times are none before the last request of this route that both sides have done; null for any.</param>
/// <param name="IsMonotonic">
/// Besides, a side's value goes with the clock as long as its process lives: a time never falls, a number counts seconds and is
/// neither slower nor faster than they are. A number that starts again from nothing is a new life.
/// </param>
internal sealed record RangeAllowance(double? Min, double? Max, bool IsPast, bool IsMonotonic, string? Since = null) : IAllowance
{
    /// <summary>How far two clocks, or a value and its answer, may be apart.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private static bool IsSince(string? route, DateTimeOffset time, RuledExchange exchange) =>
        route is null || exchange.Seen?.LastDone(route) is not { } from || time >= from - Slack;

    /// <summary>By shape legacy has words in the place of a value: modern's alone is one.</summary>
    public bool Covers(Difference difference, RuledExchange exchange) => ValuePair.Of(difference) is var (legacy, modern)
        && (difference.Kind == DivergenceKind.Shape || (legacy.Form == modern.Form && Allows(legacy, Side.Legacy, difference, exchange)))
        && Allows(modern, Side.Modern, difference, exchange);

    private bool Allows(WrittenValue value, Side side, Difference difference, RuledExchange exchange)
    {
        var at = exchange.Answer(side).At;
        if (IsPast)
        {
            return value.LocalTime is { } time && (at is not { } moment || time <= moment + Slack) && IsSince(Since, time, exchange)
                && (!IsMonotonic || exchange.Seen is not { } seen || seen.NeverFalls(exchange.Pair.Route, difference.At, side, time.ToUnixTimeMilliseconds()));
        }

        return value.Number is { } number && !(number < Min) && !(number > Max)
            && (!IsMonotonic || exchange.Seen is not { } known || at is not { } answered || known.GoesWithTheClock(exchange.Pair.Route, difference.At, side, number, answered));
    }
}

/// <summary>Lets times pass that are as far from the moment of their own answer as the other side's: in its zone and its form, whatever these are.</summary>
/// <param name="Seconds">By how much they may be apart. Where the moments are not known, the times themselves may be.</param>
internal sealed record NearNowAllowance(double Seconds) : IAllowance
{
    public bool Covers(Difference difference, RuledExchange exchange)
    {
        if (ValuePair.Of(difference) is not var (legacy, modern) || legacy.Form != modern.Form)
            return false;

        var lag = exchange.Pair is { Legacy.At: { } first, Modern.At: { } second } ? (second - first).TotalSeconds : 0;
        return Between(legacy, modern) is { } apart && Math.Abs(apart - lag) <= Seconds;
    }

    /// <summary>Seconds from the one to the other: texts are times, numbers Unix seconds.</summary>
    private static double? Between(WrittenValue legacy, WrittenValue modern) => legacy.Time is { } from && modern.Time is { } to
        ? (to - from).TotalSeconds
        : legacy.Number is { } left && modern.Number is { } right ? right - left : null;
}
