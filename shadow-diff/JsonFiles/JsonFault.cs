using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>One thing that is wrong with a JSON file.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Path">The place, e.g. <c>rules[3].kind</c>; empty for the file as a whole.</param>
/// <param name="Text">What is wrong there and what to do.</param>
public sealed partial record JsonFault(int Line, string Path, string Text)
{
    private const int LongestReason = 200;

    /// <summary>What a reader of JSON could not read. Its own message names the place once more, in its own words and counted from 0.</summary>
    public static JsonFault Of(JsonException exception) => new(
        (int)(exception.LineNumber ?? 0) + 1, exception.Path?.TrimStart('$').TrimStart('.') ?? "", Reason(exception));

    /// <summary>Of a text that is no JSON at all.</summary>
    public static JsonFault NotJson(JsonException exception) => new(
        (int)(exception.LineNumber ?? 0) + 1,
        exception.BytePositionInLine is { } position ? $"position {position + 1}" : "",
        $"not valid JSON: {Reason(exception)}");

    // The reader adds the place to its message, counted from 0, and quotes whatever it cannot read.
    private static string Reason(JsonException exception)
    {
        var reason = Place().Replace(exception.Message, "").TrimEnd('.');
        return reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
    }

    /// <summary>All of it: <c>line 7, rules[3].kind: must be …</c>.</summary>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Text}" : $"line {Line}, {Path}: {Text}";

    [GeneratedRegex(@"( Path: .+ \|)? LineNumber: [0-9]+ \| BytePositionInLine: [0-9]+\.\z", RegexOptions.Singleline)]
    private static partial Regex Place();
}
