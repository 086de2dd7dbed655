using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Settings;

/// <summary>
/// A section of the configuration that several features share. Each brings the class with its own settings; whichever is read first, and
/// at the start in any case, all are judged together: so one message names everything that is wrong in the section.
/// </summary>
internal sealed class SharedSection(IServiceCollection services, IConfigurationSection section)
{
    private readonly List<string> _known = [];
    private readonly List<Func<object, IEnumerable<string>>> _checks = [];

    /// <summary>Adds a feature's settings.</summary>
    public SharedSection Add<TOptions, TValidator>()
        where TOptions : class, new()
        where TValidator : IValidateOptions<TOptions>, new()
    {
        var builder = services.AddOptions<TOptions>().Bind(section);
        if (_checks.Count == 0)
            builder.ValidateOnStart();

        services.AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(Errors));
        _known.AddRange(SettingNames.Of(typeof(TOptions)));
        _checks.Add(options => new TValidator().Validate($"{section.Key}Options", options as TOptions ?? section.Get<TOptions>() ?? new()).Failures ?? []);
        return this;
    }

    /// <param name="options">The settings of one feature as they are read; those of the others are read here.</param>
    private List<string> Errors(object options) => [.. _checks.SelectMany(check => check(options)), .. SettingNames.Unknown(section, _known)];

    private sealed class Validator<TOptions>(Func<object, List<string>> errors) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            errors(options) is { Count: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }
}
