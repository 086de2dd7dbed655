using System.Globalization;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>
/// What an imported value may be. An export can come from anybody, and what it holds is added to what QA and the gate read for months:
/// no sum may overflow, and no date may lie where nothing ever grows too old.
/// </summary>
/// <param name="now">The time of the import.</param>
internal sealed class ImportRanges(DateTimeOffset now)
{
    /// <summary>Bytes of a line: an exchange's three bodies of 32 KiB in JSON's longest form, its target and its headers, many times over.</summary>
    public const int MaxLine = 16 * 1024 * 1024;

    private const long MaxCount = 1_000_000_000_000;
    private const int MaxName = 200;
    private const int MaxText = 16 * 1024;

    // A gateway whose clock is ahead is no forger.
    private readonly DateTimeOffset _last = now.AddDays(1);
    private long _sum;

    /// <exception cref="FormatException">It is negative, or makes the import's counts too many.</exception>
    public void Count(string place, long count)
    {
        if (count < 0)
            throw new FormatException($"{place} is negative");
        if (count > MaxCount - _sum)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{place}: the counts add up to more than {MaxCount:N0}"));

        _sum += count;
    }

    /// <exception cref="FormatException">It is negative or too large.</exception>
    public static void Measure(string place, double value) =>
        Refuse(value is >= 0 and <= MaxCount, string.Create(CultureInfo.InvariantCulture, $"{place}: {value} is not from 0 to {MaxCount:N0}"));

    /// <summary>A name that pages, metrics and terminals show: of a route, an outcome, a rule.</summary>
    /// <exception cref="FormatException">It is missing, empty or too long, or holds what steers a terminal or hides.</exception>
    public static void Name(string place, string? name)
    {
        Refuse(name is { Length: > 0 and <= MaxName }, $"{place} has {name?.Length ?? 0} characters, not 1 to {MaxName}");
        if ((name!.Contains('\n', StringComparison.Ordinal) ? "a line's end" : PlainText.FaultOf(name)) is { } fault)
            throw new FormatException($"{place} holds {fault}");
    }

    /// <summary>A name that stands in addresses too: of a route, a divergence.</summary>
    /// <exception cref="FormatException">It is none, or could be more than one part of a path.</exception>
    public static void PathName(string place, string? name)
    {
        Name(place, name);
        Refuse(name is not ("." or "..") && !name.AsSpan().ContainsAny("/\\?#%"), $"{place} is '{name}', and could be a path: a name has none of / \\ ? # %");
    }

    /// <exception cref="FormatException">It is missing or too long.</exception>
    public static void Text(string place, string? text) => Refuse(text is { Length: <= MaxText }, text is null ? $"{place} is missing" : $"{place} has {text.Length} characters; {MaxText} at most");

    /// <summary>What stood on a request's line.</summary>
    /// <exception cref="FormatException">It is missing or too long, or holds what ends a line or steers a terminal.</exception>
    public static void Target(string place, string? target)
    {
        Text(place, target);
        Refuse(!target!.Any(char.IsControl), $"{place} holds a control character, which no request has there");
    }

    /// <exception cref="FormatException">It is no status of HTTP; 0 stands for none.</exception>
    public static void Status(string place, int status) => Refuse(status is 0 or (>= 100 and <= 999), $"{place}: {status} is no status");

    /// <summary>A trace's id (W3C Trace Context 3.2.2.3), which stands in addresses too.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static void TraceId(string place, string id) => Refuse(
        id.Length == 32 && id.All(char.IsAsciiHexDigitLower) && id.AsSpan().ContainsAnyExcept('0'), $"{place} is no trace's id: 32 hexadecimal digits, in lower case and not all 0");

    /// <exception cref="FormatException">It is before 1970 or to come.</exception>
    public void Time(string place, DateTimeOffset time) => Refuse(time >= DateTimeOffset.UnixEpoch && time <= _last, $"{place}: {time:O} is not from 1970 to now");

    /// <param name="place">The member.</param>
    /// <param name="units">Hours or days since 1970.</param>
    /// <param name="unit">How long one is.</param>
    /// <exception cref="FormatException">It is before 1970 or to come.</exception>
    public void Since1970(string place, long units, TimeSpan unit) =>
        Refuse(units >= 0 && units <= (_last - DateTimeOffset.UnixEpoch) / unit, $"{place}: {units} is no hour or day from 1970 to now");

    private static void Refuse(bool isGood, string problem)
    {
        if (!isGood)
            throw new FormatException(problem);
    }
}
