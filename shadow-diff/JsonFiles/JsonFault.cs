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
        var reason = InWords(Place().Replace(exception.Message, ""), exception.InnerException?.Message).TrimEnd('.', ' ');
        return reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
    }

    /// <summary>The reader speaks to programmers: of types, of its own options and of its modes.</summary>
    private static string InWords(string message, string? cause)
    {
        if (message.StartsWith("The input does not contain any JSON tokens", StringComparison.Ordinal))
            return "there is nothing in it";
        if (Unfit().Match(message) is { Success: true } unfit)
            return $"must be {Kind(Wanted().Match(cause ?? "") is { Success: true } wanted ? wanted.Groups["type"].Value : unfit.Groups["type"].Value)}";
        if (Null().IsMatch(message))
            return "must not be null";
        return Missing().Match(message) is { Success: true } missing ? $"{missing.Groups["names"].Value} is missing" : Aside().Replace(message, "");
    }

    /// <summary>What a value of the framework's type is in words.</summary>
    internal static string MustBe(string type) => $"must be {Kind(type)}";

    private static string Kind(string type) => type switch
    {
        "string" => "a text",
        "boolean" => "true or false",
        "number" => "a number",
        "System.Byte[]" => "a text in base64",
        _ when type.Contains("Dictionary`2", StringComparison.Ordinal) => "an object",
        _ when type.EndsWith("[]", StringComparison.Ordinal) || type.StartsWith("System.Collections", StringComparison.Ordinal) => "a list",
        _ when type.Contains("System.String", StringComparison.Ordinal) => "a text",
        _ when type.Contains("System.Boolean", StringComparison.Ordinal) => "true or false",
        _ when Integer().IsMatch(type) => "a whole number that is not too large",
        _ when Number().IsMatch(type) => "a number",
        _ when type.Contains("System.Date", StringComparison.Ordinal) => "a date",
        _ => "an object",
    };

    /// <summary>All of it: <c>line 7, rules[3].kind: must be …</c>.</summary>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Text}" : $"line {Line}, {Path}: {Text}";

    [GeneratedRegex(@"( Path: .+ \|)? LineNumber: [0-9]+ \| BytePositionInLine: [0-9]+\.\z| Path: [^|]*\z", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"\AThe JSON value could not be converted to (?<type>.+)\.\z", RegexOptions.Singleline)]
    private static partial Regex Unfit();

    /// <remarks>The type in the message is then that of the whole.</remarks>
    [GeneratedRegex(@"Cannot get the value of a token type '\w+' as a (?<type>\w+)")]
    private static partial Regex Wanted();

    [GeneratedRegex(@"\AJSON deserialization for type '.+' was missing required properties including: (?<names>.+?)\.\z", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex(@"(constructor parameter|property or field) '\w+' on type .+ null values", RegexOptions.Singleline)]
    private static partial Regex Null();

    [GeneratedRegex(@" (Change the reader options\.|which is not supported in this mode|when isFinalBlock is (true|false))|, when isFinalBlock is (true|false)")]
    private static partial Regex Aside();

    [GeneratedRegex(@"System\.U?Int(16|32|64)|System\.S?Byte\b")]
    private static partial Regex Integer();

    [GeneratedRegex(@"System\.(Double|Single|Decimal)")]
    private static partial Regex Number();
}
