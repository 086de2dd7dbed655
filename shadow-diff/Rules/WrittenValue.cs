using System.Text.Json;

namespace Strangler.ShadowDiff.Rules;

/// <summary>A value as a difference shows it: JSON as it was written, or the bare text of a header or line.</summary>
internal static class WrittenValue
{
    /// <summary>A JSON string without its quotes, its escapes as they stand.</summary>
    public static ReadOnlySpan<char> WithoutQuotes(string value) => value is ['"', .., '"'] ? value.AsSpan(1, value.Length - 2) : value;

    /// <summary>A JSON string's text.</summary>
    public static string Text(string value)
    {
        try
        {
            using var document = value is ['"', .., '"'] ? JsonDocument.Parse(value) : null;
            return document?.RootElement.GetString() ?? value;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return value;
        }
    }
}
