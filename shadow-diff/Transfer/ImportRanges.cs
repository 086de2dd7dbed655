using System.Globalization;

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
    public long Count(long count)
    {
        if (count < 0)
            throw new FormatException("a count is negative");
        if (count > MaxCount - _sum)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the counts add up to more than {MaxCount:N0}"));

        _sum += count;
        return count;
    }

    /// <exception cref="FormatException">It is negative or too large.</exception>
    public static double Measure(double value) => value is >= 0 and <= MaxCount ? value : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{value} is not from 0 to {MaxCount:N0}"));

    /// <summary>A name that pages and metrics show: of a route, an outcome, a rule.</summary>
    /// <exception cref="FormatException">It is empty or too long.</exception>
    public static string Name(string name) => name.Length is > 0 and <= MaxName ? name : throw new FormatException($"a name has {name.Length} characters, not 1 to {MaxName}");

    /// <exception cref="FormatException">It is too long.</exception>
    public static string Text(string text) => text.Length <= MaxText ? text : throw new FormatException($"a text has {text.Length} characters; {MaxText} at most");

    /// <exception cref="FormatException">It is no status of HTTP; 0 stands for none.</exception>
    public static int Status(int status) => status is 0 or (>= 100 and <= 999) ? status : throw new FormatException($"{status} is no status");

    /// <exception cref="FormatException">It is before 1970 or to come.</exception>
    public DateTimeOffset Time(DateTimeOffset time) => time >= DateTimeOffset.UnixEpoch && time <= _last ? time : throw new FormatException($"{time:O} is not from 1970 to now");

    /// <param name="units">Hours or days since 1970.</param>
    /// <param name="unit">How long one is.</param>
    /// <exception cref="FormatException">It is before 1970 or to come.</exception>
    public long Since1970(long units, TimeSpan unit) =>
        units >= 0 && units <= (_last - DateTimeOffset.UnixEpoch) / unit ? units : throw new FormatException($"{units} is no hour or day from 1970 to now");
}
