using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Two values for a line each: what cannot be seen is written as its escape, and a long one is cut to where the two part.</summary>
internal static class ShownValue
{
    /// <summary>What stands for a side that has none.</summary>
    public const string Nothing = "nothing";

    private const int Longest = 120;
    private const int Lead = 30;
    private const char Gap = '…';

    public static (string Legacy, string Modern) Of(ExampleValues example)
    {
        var (legacy, modern) = (InOneLine(example.LegacyValue), InOneLine(example.ModernValue));
        var parts = legacy.AsSpan().CommonPrefixLength(modern);
        return (Cut(legacy, parts), Cut(modern, parts));
    }

    private static string InOneLine(string? text) => text is null
        ? Nothing
        : PlainText.Escape(text).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    private static string Cut(string text, int difference)
    {
        if (text.Length <= Longest)
            return text;

        var from = Whole(text, Math.Clamp(difference - Lead, 0, text.Length - Longest));
        var to = Whole(text, from + Longest);
        return $"{(from > 0 ? $"{Gap}" : "")}{text[from..to]}{(to < text.Length ? $"{Gap}" : "")}";
    }

    /// <summary>The place, or the one before: never within a character.</summary>
    private static int Whole(string text, int place) => place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) ? place - 1 : place;
}
