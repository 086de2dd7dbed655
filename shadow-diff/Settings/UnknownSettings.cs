using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Settings;

/// <summary>Refuses a setting that does not exist: a mistyped name would leave the default in force in silence.</summary>
/// <typeparam name="TOptions">The options whose validation says so.</typeparam>
/// <param name="section">Where the settings are.</param>
/// <param name="known">The names that mean something there.</param>
internal sealed class UnknownSettings<TOptions>(IConfigurationSection section, IReadOnlyList<string> known) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var unknown = section.GetChildren().Select(child => child.Key)
            .Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(key => $"{section.Path}:{key} is no setting; known are {string.Join(", ", known)}.")
            .ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}

/// <summary>The names of settings.</summary>
internal static class SettingNames
{
    /// <summary>The settings of an options class: its properties.</summary>
    public static IEnumerable<string> Of(Type options) => options.GetProperties().Select(property => property.Name);
}
