using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Lets numbers or times pass that are close to each other.</summary>
/// <param name="Absolute">Largest distance of two numbers; null for none.</param>
/// <param name="Relative">Largest distance as a share of the greater of the two; null for none.</param>
/// <param name="Seconds">Largest distance of two times; null when numbers are meant.</param>
internal sealed record ToleranceAllowance(double? Absolute, double? Relative, double? Seconds) : IAllowance
{
    public bool Covers(Difference difference, RuledExchange exchange) => ValuePair.Of(difference) is var (legacy, modern)
        && (Seconds is { } seconds ? AreClose(legacy, modern, seconds) : legacy.Number is { } left && modern.Number is { } right && AreClose(left, right));

    private bool AreClose(double left, double right)
    {
        var distance = Math.Abs(left - right);
        return distance <= Absolute || distance <= Relative * Math.Max(Math.Abs(left), Math.Abs(right));
    }

    /// <summary>A time with an offset is another form than one without.</summary>
    private static bool AreClose(WrittenValue legacy, WrittenValue modern, double seconds) =>
        legacy.Time is { } from && modern.Time is { } to
        && (from.Kind == DateTimeKind.Unspecified) == (to.Kind == DateTimeKind.Unspecified)
        && Math.Abs((from - to).TotalSeconds) <= seconds;
}
