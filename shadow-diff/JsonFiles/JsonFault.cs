using System.Text.Json;

namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>One thing that is wrong with a JSON file.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Path">The place, e.g. <c>rules[3].kind</c>; empty for the file as a whole.</param>
/// <param name="Text">What is wrong there and what to do.</param>
public sealed record JsonFault(int Line, string Path, string Text)
{
    private const int LongestReason = 200;

    /// <summary>Of a text that is no JSON at all.</summary>
    public static JsonFault NotJson(JsonException exception)
    {
        // The reader adds the place to its message, counted from 0, and quotes whatever it cannot read.
        var reason = exception.Message.Split(" LineNumber: ")[0].Split(" Path: ")[0];
        reason = reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
        return new((int)(exception.LineNumber ?? 0) + 1, exception.BytePositionInLine is { } position ? $"position {position + 1}" : "", $"not valid JSON: {reason}");
    }

    /// <summary>All of it: <c>line 7, rules[3].kind: must be …</c>.</summary>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Text}" : $"line {Line}, {Path}: {Text}";
}
