using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Settings;

/// <summary>
/// A section of the configuration that several features share. Each brings the class with its own settings; at the start all are judged
/// together, so that one message names everything that is wrong in the section, and a name that none of them knows.
/// </summary>
internal sealed class SharedSection(IServiceCollection services, IConfigurationSection section)
{
    private readonly List<string> _known = [];
    private readonly List<Func<IServiceProvider, object>> _reads = [];

    /// <summary>Adds a feature's settings. Read before the start is checked, they are judged by themselves.</summary>
    public SharedSection Add<TOptions, TValidator>()
        where TOptions : class
        where TValidator : IValidateOptions<TOptions>, new()
    {
        services.AddOptions<TOptions>().Bind(section);
        services.AddSingleton<IValidateOptions<TOptions>>(new NamedValidator<TOptions>($"{section.Key}Options", new TValidator()));
        _known.AddRange(SettingNames.Of(typeof(TOptions)));
        _reads.Add(static provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        return this;
    }

    /// <summary>Has everything that was added judged when the program starts.</summary>
    public void CheckAtStart()
    {
        services.AddOptions<Together>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<Together>>(provider => new TogetherValidator(provider, _reads));
        services.AddSingleton<IValidateOptions<Together>>(new UnknownSettings<Together>(section, _known));
    }

    /// <summary>Stands for all settings of the section.</summary>
    private sealed class Together;

    private sealed class TogetherValidator(IServiceProvider provider, IReadOnlyList<Func<IServiceProvider, object>> reads) : IValidateOptions<Together>
    {
        public ValidateOptionsResult Validate(string? name, Together options)
        {
            var failures = reads.SelectMany(Failures).ToList();
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        private IEnumerable<string> Failures(Func<IServiceProvider, object> read)
        {
            try
            {
                read(provider);
                return [];
            }
            catch (OptionsValidationException ex)
            {
                return ex.Failures;
            }
        }
    }

    /// <summary>Says in its errors where a setting belongs, whichever class it is a part of.</summary>
    private sealed class NamedValidator<TOptions>(string section, IValidateOptions<TOptions> inner) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) => inner.Validate(section, options);
    }
}
