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

    // The reader adds the place to its message, counted from 0, quotes whatever it cannot read, and speaks of its own types.
    private static string Reason(JsonException exception)
    {
        var reason = Place().Replace(exception.Message, "").TrimEnd('.');
        reason = reason.Contains("isFinalBlock", StringComparison.Ordinal) ? reason.Contains("any JSON tokens", StringComparison.Ordinal) ? "there is nothing in it" : "it ends too early"
            : Conversion().Match(reason) is { Success: true } wrong ? MustBe(wrong.Groups["type"].Value)
            : Missing().Match(reason) is { Success: true } missing ? $"{missing.Groups["names"].Value} is missing"
            : Null().IsMatch(reason) ? "must not be null"
            : Options().Replace(reason, "").TrimEnd(' ', '.');
        return reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
    }

    /// <summary>What a value of the framework's type is in words.</summary>
    internal static string MustBe(string type) => type switch
    {
        _ when type.StartsWith("System.Nullable", StringComparison.Ordinal) && NullableOf().Match(type) is { Success: true } inner => MustBe(inner.Value),
        "System.String" => "must be a text",
        "System.Int32" or "System.Int64" => "must be a whole number, and not too large a one",
        "System.Double" or "System.Decimal" => "must be a number",
        "System.Boolean" => "must be true or false",
        "System.DateTimeOffset" => "must be a time such as 2027-01-31T12:00:00Z",
        "System.DateOnly" => "must be a day such as 2027-01-31",
        "System.Byte[]" => "must be a text in base64",
        _ when type.Contains("List", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) || type.Contains("Set", StringComparison.Ordinal) => "must be a list",
        _ => "must be an object",
    };

    /// <summary>All of it: <c>line 7, rules[3].kind: must be …</c>.</summary>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Text}" : $"line {Line}, {Path}: {Text}";

    [GeneratedRegex(@"( Path: .+ \|)? LineNumber: [0-9]+ \| BytePositionInLine: [0-9]+\.\z| Path: [^|]*\z", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"could not be converted to (?<type>\S+?)\.?(?:\s|\z)")]
    private static partial Regex Conversion();

    [GeneratedRegex(@"System\.(?:String|Int32|Int64|Double|Decimal|Boolean|DateTimeOffset|DateOnly)\b")]
    private static partial Regex NullableOf();

    [GeneratedRegex(@"missing required properties(?: including)?:? (?<names>.+)\z")]
    private static partial Regex Missing();

    [GeneratedRegex(@"(?:constructor parameter|property or field) '\w+' on type .+ null values")]
    private static partial Regex Null();

    /// <summary>Advice to a programmer.</summary>
    [GeneratedRegex(@" (?:Change|Consider|See|Set) .+\z|, when isFinalBlock is true", RegexOptions.Singleline)]
    private static partial Regex Options();
}
