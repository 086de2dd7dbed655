using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff;

/// <summary>Refuses a setting that does not exist: a mistyped name would leave the default in force in silence.</summary>
internal sealed class UnknownSettings(IConfigurationSection section) : IValidateOptions<ShadowDiffOptions>
{
    private static readonly string[] Known = [.. typeof(ShadowDiffOptions).GetProperties().Select(property => property.Name)];

    public ValidateOptionsResult Validate(string? name, ShadowDiffOptions options)
    {
        var unknown = section.GetChildren().Select(child => child.Key)
            .Where(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(key => $"{section.Path}:{key} is no setting; known are {string.Join(", ", Known)}.")
            .ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}
