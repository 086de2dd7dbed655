using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Settings;

/// <summary>Refuses a setting that does not exist: a mistyped name would leave the default in force in silence.</summary>
/// <typeparam name="TOptions">Its properties are the settings.</typeparam>
/// <param name="section">Where they are.</param>
/// <param name="further">Names that mean something else there.</param>
internal sealed class UnknownSettings<TOptions>(IConfigurationSection section, params string[] further) : IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly string[] _known = [.. SettingNames.Of(typeof(TOptions)), .. further];

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var unknown = SettingNames.Unknown(section, _known).ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}

/// <summary>The names of settings.</summary>
internal static class SettingNames
{
    /// <summary>The settings of an options class: its properties.</summary>
    public static IEnumerable<string> Of(Type options) => options.GetProperties().Select(property => property.Name);

    /// <summary>What is wrong with each name in the section that is not one of <paramref name="known"/>.</summary>
    public static IEnumerable<string> Unknown(IConfigurationSection section, IReadOnlyCollection<string> known) => section.GetChildren()
        .Select(child => child.Key)
        .Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))
        .Select(key => $"{section.Path}:{key} is no setting; known are {string.Join(", ", known)}.");
}
