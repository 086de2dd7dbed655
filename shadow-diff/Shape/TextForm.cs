using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Shape;

/// <summary>Reads texts as what stays the same from job to job: names, numbers, times and paths in them become named forms.</summary>
internal static partial class TextForm
{
    /// <summary>A longer text is one of many; of it nothing but that is known.</summary>
    private const int Longest = 500;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>In this order: what comes first may hold what comes later.</summary>
    private static readonly (Regex Expression, string Form)[] Forms =
    [
        Named("uuid"), Named("http_date"), Named("local_time"), Named("timestamp"), Named("job_id"),
        (new(@"([A-Za-z]:)?[\\/]([^\\/:*?""'<>|\s]+[\\/])+[^\\/:*?""'<>|\s]+", Options), "{path}"),
        (new("[0-9a-f]{16,}", Options), "{hash}"),
        (new(@"[0-9]+\.[0-9]+", Options), "{float}"),
        (new("[0-9]+", Options), "{int}"),
    ];

    /// <summary>A text as one of its kind.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">Other texts of the same answer and where they stand: within this one they are told by their place.</param>
    public static string Of(string text, IEnumerable<(string Text, string Place)> known)
    {
        if (text.Length > Longest)
            return "{text}";

        foreach (var (part, place) in known)
        {
            if (part.Length < text.Length && part.Length > 2)
                text = text.Replace(part, $"{{{place}}}", StringComparison.Ordinal);
        }

        return FileName.IsMatch(text) ? "{file}" : WithoutPlaces(text);
    }

    /// <summary>A member's name: where it is a job's, that of any job.</summary>
    public static string OfName(string name) => IsJob(name) ? "{job_id}" : name;

    public static bool IsJob(string name) => JobName.IsMatch(name);

    /// <summary>What stands in braces by now is not looked at again: a place may have digits in it.</summary>
    private static string WithoutPlaces(string text) => string.Concat(Places.Split(text).Select(part => part.StartsWith("{/", StringComparison.Ordinal) ? part : Applied(part)));

    private static string Applied(string text)
    {
        foreach (var (expression, form) in Forms)
            text = expression.Replace(text, form);

        return text;
    }

    private static (Regex Expression, string Form) Named(string name) => (new(NamedPatterns.Expand($"{{{name}}}"), Options), $"{{{name}}}");

    [GeneratedRegex(@"(\{/[^}]*\})")]
    private static partial Regex Places { get; }

    [GeneratedRegex(@"\A[^\\/:*?""<>|\r\n]+\.[A-Za-z0-9]{1,8}\z")]
    private static partial Regex FileName { get; }

    [GeneratedRegex(@"\Ajob_\d{16}\z")]
    private static partial Regex JobName { get; }
}
