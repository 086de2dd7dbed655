using System.CommandLine;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Options;

/// <summary>Text for the audit: it must say something, in 500 visible characters of one line at most.</summary>
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

    /// <summary>What is wrong with a person's name; null when nothing is.</summary>
    public static string? JudgeName(string option, string? name) =>
        Judge(option, name) ?? (ProgramNames.Has(name!) ? $"{option}: as '{name}' the gateway itself writes into the audit; give a person's name." : null);

    /// <summary>What is wrong with the text; null when nothing is.</summary>
    public static string? Judge(string option, string? text) =>
        string.IsNullOrWhiteSpace(text) ? $"{option} is empty; the audit needs it."
        : text.Length > Longest ? $"{option} has {text.Length} characters; {Longest} at most."
        : PlainText.FaultOfLine(text) is { } fault ? $"{option} holds {fault}; use visible characters."
        : null;
}
