using System.Text.Json;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>A value as a difference shows it: JSON as it was written, or the bare text of a header or line.</summary>
/// <param name="Part">Where it stands: quotes are JSON's in a body, and those of an ETag are part of it.</param>
/// <param name="Written">The value.</param>
internal readonly record struct WrittenValue(ResponsePart Part, string Written)
{
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
}
