using System.Collections.Frozen;

namespace Strangler.Services.Flask.Python;

/// <summary>
/// Dates as Python's <c>email.utils.parsedate_to_datetime</c> reads them, which Werkzeug asks for every date of a request: any case, any or
/// no weekday, years of two digits, no seconds, other zones, and whatever follows the zone.
/// </summary>
internal static class EmailDate
{
    private static readonly string[] Months =
    [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Offsets in hours and minutes, as in <c>-0500</c>.</summary>
    private static readonly (string Name, int Offset)[] ZoneTable =
    [
        ("UT", 0), ("UTC", 0), ("GMT", 0), ("Z", 0), ("AST", -400), ("ADT", -300),
        ("EST", -500), ("EDT", -400), ("CST", -600), ("CDT", -500), ("MST", -700), ("MDT", -600), ("PST", -800), ("PDT", -700),
    ];

    private static readonly FrozenDictionary<string, int> Zones =
        ZoneTable.ToFrozenDictionary(zone => zone.Name, zone => zone.Offset, StringComparer.OrdinalIgnoreCase);

    /// <summary>Seconds since 1970, UTC; null where Python finds no date.</summary>
    public static long? Parse(string text)
    {
        var words = Words(text);
        if (words is not [var first, ..])
            return null;
        if (first.EndsWith(',') || Days.Contains(first, StringComparer.OrdinalIgnoreCase))
            words.RemoveAt(0);
        else
            words[0] = first[(first.LastIndexOf(',') + 1)..];
        if (words.Count == 3 && words[0].Split('-') is { Length: 3 } dashed) // RFC 850
            words = [.. dashed, .. words[1..]];
        if (words.Count == 4)
            words = [.. words[..3], .. SplitZone(words[3])];
        return words is [var day, var month, var year, var time, var zone, ..] && day.Length > 0 && month.Length > 0 && year.Length > 0
            ? Parse(day, month, year, time, zone)
            : null;
    }

    private static long? Parse(string day, string month, string year, string time, string zone)
    {
        if (MonthOf(month) == 0)
            (day, month) = (month, day);
        if (MonthOf(month) == 0 || day.Length == 0)
            return null;
        if (year.IndexOf(':', StringComparison.Ordinal) > 0)
            (year, time) = (time, year);
        year = WithoutComma(year);
        if (year.Length == 0)
            return null;
        if (!char.IsAsciiDigit(year[0]) && year[0] is not ('\u00b2' or '\u00b3' or '\u00b9')) // Python's isdigit
            (year, zone) = (zone, year);
        return Clock(WithoutComma(time)) is [var hour, var minute, var second]
            && PythonNumber.TryInt(WithoutComma(day), out var d) && PythonNumber.TryInt(year, out var y)
            && Moment(y > 99 ? y : y > 68 ? y + 1900 : y + 2000, MonthOf(month), d, hour, minute, second) is { } moment
            && OffsetOf(zone) is { } offset
                ? moment - offset
                : null;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var end = 0; end <= text.Length; end++)
        {
            if (end < text.Length && !char.IsWhiteSpace(text[end]))
                continue;
            if (end > start)
                words.Add(text[start..end]);
            start = end + 1;
        }

        return words;
    }

    /// <summary>A time and the offset that is written right after it.</summary>
    private static string[] SplitZone(string time)
    {
        var sign = time.IndexOf('+', StringComparison.Ordinal) is >= 0 and var plus ? plus : time.IndexOf('-', StringComparison.Ordinal);
        return sign > 0 ? [time[..sign], time[sign..]] : [time, ""];
    }

    /// <summary>1 to 12; 0 for what is no month.</summary>
    private static int MonthOf(string name)
    {
        var index = Array.FindIndex(Months, month => month.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? 0 : (index % 12) + 1;
    }

    private static string WithoutComma(string text) => text.EndsWith(',') ? text[..^1] : text;

    /// <summary>Hours, minutes and seconds; null for what is no time.</summary>
    private static int[]? Clock(string time)
    {
        var parts = time.Split(':');
        if (parts.Length == 1)
            parts = time.Split('.');
        if (parts.Length is not (2 or 3))
            return null;
        var clock = new int[3];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!PythonNumber.TryInt(parts[i], out clock[i]))
                return null;
        }

        return clock;
    }

    private static long? Moment(int year, int month, int day, int hour, int minute, int second)
    {
        if (year is < 1 or > 9999 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return null;
        return new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeSeconds();
    }

    /// <summary>Seconds; 0 for a zone that is none, null for one that a day does not hold.</summary>
    private static long? OffsetOf(string zone)
    {
        if (!Zones.TryGetValue(zone, out var offset) && !PythonNumber.TryInt(zone, out offset))
            return PythonNumber.IsInt(zone) ? null : 0;
        long size = Math.Abs((long)offset);
        var seconds = Math.Sign(offset) * ((size / 100 * 3600) + (size % 100 * 60));
        return Math.Abs(seconds) < 86_400 ? seconds : null;
    }
}
