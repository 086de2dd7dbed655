using System.ComponentModel.DataAnnotations;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Where the rules are; part of the section <c>ShadowDiff</c>.</summary>
public sealed class RulesOptions
{
    /// <summary>The rules file, sought in the working folder and then beside the program.</summary>
    [Required]
    public string Rules { get; set; } = "rules.json";
}
