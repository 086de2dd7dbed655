using System.CommandLine;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Options;

/// <summary>Text for the audit: it must say something, in 500 visible characters at most.</summary>
internal static class AuditText
{
    private const int Longest = 500;

    /// <summary>A fresh option <c>--reason</c>.</summary>
    public static Option<string> Reason()
    {
        var option = new Option<string>("--reason") { Description = "Why, for the audit", HelpName = "text", Required = true };
        option.Validators.Add(result =>
        {
            if (Judge("--reason", result.GetValueOrDefault<string>()) is { } problem)
                result.AddError(problem);
        });
        return option;
    }

    /// <summary>What is wrong with the text; null when nothing is.</summary>
    public static string? Judge(string option, string? text) =>
        string.IsNullOrWhiteSpace(text) ? $"{option} is empty; the audit needs it."
        : text.Length > Longest ? $"{option} has {text.Length} characters; {Longest} at most."
        : PlainText.FaultOf(text) is { } fault ? $"{option} holds {fault}; use visible characters."
        : null;
}
