using System.ComponentModel;
using System.Globalization;

namespace Strangler.Settings;

/// <summary>What a text must be to be a value of a type, for whoever wrote it.</summary>
public static class SettingValue
{
    private static readonly TimeSpan LongestHint = TimeSpan.FromDays(3_650);

    /// <summary>Whether a text is a value of the type; a range is another question.</summary>
    public static bool CanRead(Type type, string text)
    {
        if (type == typeof(TimeSpan))
            return IsTime(text);
        if (type.IsEnum)
            return Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase); // a number is no name

        try
        {
            _ = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception ex) when (ex is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>What it must be, e.g. <c>a whole number</c>.</summary>
    public static string Kind(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        TypeCode.Boolean => "true or false",
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Double => "a number",
        TypeCode.String => "a text",
        _ when type == typeof(TimeSpan) => "a time span (hours:minutes:seconds)",
        _ when type == typeof(Version) => "a version such as 1.1",
        _ => $"a {type.Name}",
    };

    /// <summary>How a time is written that was written as a bare number, or with more hours than a day has, or the nearest name; empty where there is nothing to say.</summary>
    public static string Hint(Type type, string text)
    {
        if (type.IsEnum)
            return NearestName.Of(text, Enum.GetNames(type)) is { } nearest ? $"; the nearest is {nearest}" : "";
        if (type != typeof(TimeSpan) || IsTime(text))
            return "";

        var parts = text.Split(':');
        double?[] numbers = [.. parts.Select(part => double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : (double?)null)];
        var (seconds, unit) = numbers switch
        {
            [{ } only] => (only, $"{text} seconds"),
            [{ } hours, { } minutes, { } rest] => ((hours * 3600) + (minutes * 60) + rest, $"{parts[0]} hours"),
            _ => (0, ""),
        };
        return seconds > 0 && seconds < LongestHint.TotalSeconds ? $"; for {unit} write {Text(TimeSpan.FromSeconds(seconds))}" : "";
    }

    /// <summary>A value as it is written.</summary>
    public static string Text(object? value) => value switch
    {
        TimeSpan { Ticks: var ticks } span when ticks % TimeSpan.TicksPerSecond != 0 => span.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0'),
        bool isTrue => isTrue ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // Without a colon a time span is a number of days, which nobody means by 30; and 24:00:00 is read as 24 days.
    private static bool IsTime(string text) => text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out _);
}
