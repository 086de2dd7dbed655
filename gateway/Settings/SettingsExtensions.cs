using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Strangler.Settings;

/// <summary>
/// Adds settings, each class's properties in a section of the configuration that several features may share. They are read once; whatever
/// is wrong with them — a name that is none, a value that cannot be read or is out of its range — is said at the start, all of it at once,
/// a line each with the setting's full name, its value and what it must be.
/// </summary>
public static class SettingsExtensions
{
    /// <summary>Adds the settings of <typeparamref name="TOptions"/>; its annotations and its <c>IValidatableObject</c> judge them. A second call for the same section does nothing.</summary>
    /// <param name="services">The program's.</param>
    /// <param name="section">Where they are.</param>
    /// <param name="name">Of the options, where a class has several.</param>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, IConfigurationSection section, string name = "")
        where TOptions : class =>
        services.Add<TOptions>(section, name, name);

    /// <summary>The same for every name of the options: settings of one name, added later, override these.</summary>
    public static IServiceCollection AddSettingsOfAll<TOptions>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class =>
        services.Add<TOptions>(section, null, Options.DefaultName);

    /// <summary>The settings of a class as far as they can be read, unchecked: for what must be known before anything is checked.</summary>
    public static TOptions Readable<TOptions>(this IConfigurationSection section)
        where TOptions : class, new()
    {
        var options = new TOptions();
        new SettingReader(section, typeof(TOptions)).Bind(options);
        return options;
    }

    /// <summary>From now on what stands beside the sections is checked too: a section whose name is mistyped would be passed over as a whole.</summary>
    /// <param name="services">The program's.</param>
    /// <param name="written">What does, by name; not that of the environment, which other programs share.</param>
    /// <param name="further">Those that are known although they are no section of settings.</param>
    public static IServiceCollection AddKnownSections(this IServiceCollection services, Func<IServiceProvider, IEnumerable<KeyValuePair<string, string?>>> written, IReadOnlyList<string> further)
    {
        KnownSettings.In(services).AddTop(written, further);
        return services;
    }

    private static IServiceCollection Add<TOptions>(this IServiceCollection services, IConfigurationSection section, string? configured, string read)
        where TOptions : class
    {
        var known = KnownSettings.In(services);
        var reader = new SettingReader(section, typeof(TOptions));
        if (!known.Add(section, typeof(TOptions), provider => _ = provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(read)))
            return services;

        return services
            .AddOptions()
            .AddSingleton<IConfigureOptions<TOptions>>(new ConfigureNamedOptions<TOptions>(configured, reader.Bind))
            .AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(configured, options => [.. reader.Errors(options).Concat(known.ErrorsBeside<TOptions>(section)).Distinct()]));
    }

    private sealed class Validator<TOptions>(string? configured, Func<TOptions, List<string>> errors) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            configured is not null && configured != name ? ValidateOptionsResult.Skip
            : errors(options) is { Count: > 0 } found ? ValidateOptionsResult.Fail(found)
            : ValidateOptionsResult.Success;
    }
}
