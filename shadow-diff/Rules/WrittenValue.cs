using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>A value as a difference shows it: JSON as it was written, or the bare text of a header or line.</summary>
/// <param name="Part">Where it stands: quotes are JSON's in a body, and those of an ETag are part of it.</param>
/// <param name="Written">The value.</param>
internal readonly partial record struct WrittenValue(ResponsePart Part, string Written)
{
    /// <summary>ISO 8601 and the date of RFC 9110 5.6.7.</summary>
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "r"];

    private bool IsJsonText => Part == ResponsePart.Body && Written is ['"', .., '"'];

    /// <summary>A JSON string without its quotes, its escapes as they stand.</summary>
    public ReadOnlySpan<char> WithoutQuotes => IsJsonText ? Written.AsSpan(1, Written.Length - 2) : Written;

    /// <summary>A JSON string's text.</summary>
    public string Text
    {
        get
        {
            try
            {
                using var document = IsJsonText ? JsonDocument.Parse(Written) : null;
                return document?.RootElement.GetString() ?? Written;
            }
            catch (Exception ex) when (ex is JsonException or InvalidOperationException)
            {
                return Written;
            }
        }
    }

    /// <summary>A JSON number or a number in a header; null for anything else.</summary>
    public double? Number =>
        double.TryParse(Written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>In UTC when it says its offset, else as it stands; null when it is no time.</summary>
    public DateTime? Time =>
        DateTime.TryParseExact(WithoutQuotes, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The moment of a time that is local when it says no offset; null when it is no time.</summary>
    public DateTimeOffset? LocalTime => Time is not { } time ? null
        : time.Kind == DateTimeKind.Utc ? new DateTimeOffset(time)
        : new DateTimeOffset(time, TimeZoneInfo.Local.GetUtcOffset(time));

    /// <summary>How a time or number is written: each digit as 0. A fraction of six digits may be absent, as Python leaves one out that is 0.</summary>
    public string Form => Number is not null ? "" : Fraction().Replace(Digit().Replace(WithoutQuotes.ToString(), "0"), "");

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digit();

    [GeneratedRegex(@"\.0{6}(?![0-9])")]
    private static partial Regex Fraction();
}
