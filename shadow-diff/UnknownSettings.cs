using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff;

/// <summary>Refuses a setting that does not exist: a mistyped name would leave the default in force in silence.</summary>
/// <typeparam name="TOptions">Its properties are the settings.</typeparam>
/// <param name="section">Where they are.</param>
/// <param name="further">Names that mean something else there.</param>
internal sealed class UnknownSettings<TOptions>(IConfigurationSection section, params string[] further) : IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly string[] _known = [.. typeof(TOptions).GetProperties().Select(property => property.Name), .. further];

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var unknown = section.GetChildren().Select(child => child.Key)
            .Where(key => !_known.Contains(key, StringComparer.OrdinalIgnoreCase))
            .Select(key => $"{section.Path}:{key} is no setting; known are {string.Join(", ", _known)}.")
            .ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}
