using System.Globalization;
using System.Text;

namespace Strangler.Services.Flask.Python;

/// <summary>Python's number rules that a client can notice: <c>int(x)</c> (contract 4) and the text of a float (contract 3.2).</summary>
internal static class PythonNumber
{
    /// <summary>Python refuses to convert longer texts to integers.</summary>
    public const int MaxDigits = 4300;

    /// <summary>What <c>int(value)</c> gives, when that fits an <see cref="int"/>. False where Python raises or the number is larger.</summary>
    public static bool TryInt(PythonValue value, out int number)
    {
        number = 0;
        switch (value)
        {
            case PythonBool { Value: var flag }:
                number = flag ? 1 : 0;
                return true;
            case PythonInt { Digits: var digits }:
                return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
            case PythonFloat { Value: var real } when Math.Abs(real) <= int.MaxValue:
                number = (int)real;
                return true;
            case PythonText { Value: var text }:
                return TryInt(text, out number);
            default:
                return false;
        }
    }

    /// <summary><c>int(text)</c>: blanks around, a sign, decimal digits of any script, single underscores between digits.</summary>
    public static bool TryInt(string text, out int number)
    {
        number = 0;
        return Digits(text) is { } digits && int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <inheritdoc cref="TryInt(string, out int)"/>
    public static bool TryLong(string text, out long number)
    {
        number = 0;
        return Digits(text) is { } digits && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Whether <c>int(text)</c> is a number, of any size.</summary>
    public static bool IsInt(string text) => Digits(text) is not null;

    /// <summary>The shortest text that reads back as <paramref name="value"/>, in Python's form: <c>1256.9</c>, <c>4.0</c>, <c>1e+30</c>.</summary>
    public static string FloatText(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var (digits, point) = Decimal(Math.Abs(value));
        var sign = double.IsNegative(value) ? "-" : "";
        return sign + (point is > -4 and <= 16 ? Fixed(digits, point) : Exponential(digits, point - 1));
    }

    /// <summary>A sign and ASCII digits; null for what is no number.</summary>
    private static string? Digits(string text)
    {
        var digits = new StringBuilder();
        var rest = text.AsSpan().Trim();
        if (rest.Length > 0 && rest[0] is '+' or '-')
        {
            digits.Append(rest[0]);
            rest = rest[1..];
        }

        return TryAppendDigits(digits, rest) ? digits.ToString() : null;
    }

    private static bool TryAppendDigits(StringBuilder digits, ReadOnlySpan<char> text)
    {
        var afterDigit = false;
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var digit = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
            if (digit < 0 && !(rune.Value == '_' && afterDigit))
                return false;
            afterDigit = digit >= 0;
            if (!afterDigit)
                continue;
            digits.Append((char)('0' + digit));
            count++;
        }

        return afterDigit && count <= MaxDigits;
    }

    /// <summary>Shortest digits and the place of the decimal point: 12.5 is ("125", 2), 0.001 is ("1", -2).</summary>
    private static (string Digits, int Point) Decimal(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var exponent = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = whole.TrimStart('0');
        var point = (dot < 0 ? mantissa.Length : dot) + exponent - (whole.Length - digits.Length);
        return digits.Length == 0 ? ("0", 1) : (digits.TrimEnd('0'), point);
    }

    private static string Fixed(string digits, int point) => point switch
    {
        <= 0 => "0." + new string('0', -point) + digits,
        _ when point >= digits.Length => digits + new string('0', point - digits.Length) + ".0",
        _ => digits[..point] + "." + digits[point..],
    };

    private static string Exponential(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
