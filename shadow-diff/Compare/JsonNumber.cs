using System.Globalization;
using System.Text;

namespace Strangler.ShadowDiff.Compare;

/// <summary>A JSON number as an exact decimal, so that no value is lost in a double: 2^53+1 is not 2^53, 1e400 is not 1e401.</summary>
/// <param name="Digits">Sign and significant digits without zeros at either end; empty for zero.</param>
/// <param name="Exponent">Power of ten by which the last digit counts.</param>
internal readonly record struct JsonNumber(string Digits, long Exponent)
{
    public static JsonNumber Parse(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.ASCII.GetString(raw);
        if (text.AsSpan().IndexOfAny('N', 'I') >= 0)
            return new(text, 0); // NaN and the like are themselves

        var e = text.IndexOfAny(['e', 'E']);
        var exponent = e < 0 ? 0 : ParseExponent(text.AsSpan(e + 1));
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0
            ? new("", 0)
            : new(text[0] == '-' ? "-" + significant : significant, exponent - fraction + digits.Length - significant.Length);
    }

    /// <summary>Whether it is written as an integer; Python and C# then make an integer of it, else a float (contract 3.2).</summary>
    public static bool IsInteger(ReadOnlySpan<byte> raw) => raw.IndexOfAny(".eENI"u8) < 0;

    private static long ParseExponent(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Math.Clamp(value, -Limit, Limit)
            : text[0] == '-' ? -Limit : Limit;

    private const long Limit = 1_000_000_000_000;
}
