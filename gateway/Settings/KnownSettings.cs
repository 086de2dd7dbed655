using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Strangler.Settings;

/// <summary>
/// All settings that a program has, as its features add them. What stands in their sections and is none of them is refused: a mistyped name
/// would leave the default in force in silence.
/// </summary>
public sealed class KnownSettings
{
    private readonly Dictionary<string, HashSet<string>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(string Section, Type Type)> _classes = [];
    private readonly Dictionary<Type, HashSet<string>> _settings = [];
    private readonly List<Func<IServiceProvider, IEnumerable<string>>> _checks = [];
    private IReadOnlyList<string> _further = [];

    private KnownSettings()
    {
    }

    /// <summary>All of them, by name; a name that several classes read stands once.</summary>
    public IReadOnlyList<Setting> All =>
    [
        .. from entry in _classes
           let defaults = Activator.CreateInstance(entry.Type)!
           from shape in SettingReader.Shapes(entry.Type)
           group shape.Of(entry.Section, entry.Type, defaults) by ConfigurationPath.Combine(entry.Section, shape.Name) into same
           orderby same.Key
           select same.First(),
    ];

    /// <summary>Everything that is wrong with settings that are written down for the next start.</summary>
    /// <param name="written">One source of them, such as a file: what it leaves out counts as not set.</param>
    public IEnumerable<string> Errors(IConfiguration written) =>
    [
        .. Unknown(written.GetChildren().Select(child => KeyValuePair.Create(child.Key, child.Value))),
        .. _classes.SelectMany(entry => Errors(written.GetSection(entry.Section), entry.Type)).Distinct(),
    ];

    /// <summary>Those of this program; from the first call on they are checked when it starts.</summary>
    internal static KnownSettings In(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(KnownSettings))?.ImplementationInstance is KnownSettings known)
            return known;

        known = new KnownSettings();
        services.AddSingleton(known);
        services.AddSingleton<IValidateOptions<Start>, StartValidator>();
        services.AddOptions<Start>().ValidateOnStart();
        return known;
    }

    /// <summary>Adds the settings of a class in a section, and how they are read; false when they were added before.</summary>
    internal bool Add(IConfigurationSection section, Type type, Action<IServiceProvider> reading)
    {
        if (!_classes.Add((section.Path, type)))
            return false;

        Names(section.Path).UnionWith(_settings[type] = SettingReader.Shapes(type).Select(shape => shape.Name).ToHashSet(StringComparer.OrdinalIgnoreCase));
        for (var path = section.Path; ConfigurationPath.GetParentPath(path) is { } parent; path = parent)
            Names(parent).Add(ConfigurationPath.GetSectionKey(path));

        _checks.Add(provider => FailuresOf(() => reading(provider)) is { Count: > 0 } failures ? [.. failures, .. Errors(section, type)] : []);
        return true;
    }

    /// <summary>From now on what stands beside the sections is checked too.</summary>
    /// <param name="written">What does, by name.</param>
    /// <param name="further">Those that are known although they are no section of settings.</param>
    internal void AddTop(Func<IServiceProvider, IEnumerable<KeyValuePair<string, string?>>> written, IReadOnlyList<string> further)
    {
        _further = further;
        _checks.Add(provider => Unknown(written(provider)));
    }

    /// <summary>What else is wrong in the section of a class, so that whichever class is read first, one message names everything.</summary>
    internal IEnumerable<string> ErrorsBeside<TOptions>(IConfigurationSection section) =>
    [
        .. Unknown(section),
        .. _classes.Where(entry => entry.Section == section.Path && entry.Type != typeof(TOptions)).SelectMany(entry => Errors(section, entry.Type)),
    ];

    /// <summary>What is wrong with each name in the section that is no setting.</summary>
    private IEnumerable<string> Unknown(IConfigurationSection section)
    {
        var known = Names(section.Path);
        foreach (var child in section.GetChildren())
        {
            if (!known.Contains(child.Key))
                yield return $"{child.Path} is no setting; {(NearestName.Of(child.Key, known) is { } meant ? $"did you mean {section.Path}:{meant}?" : $"known are {string.Join(", ", known)}.")}";
            else if (child.Value is { Length: > 0 } && _names.TryGetValue(child.Path, out var inner))
                yield return $"{child.Path} = \"{child.Value}\": has settings of its own; known are {string.Join(", ", inner)}.";
        }
    }

    /// <summary>The same for names at the top, where somebody may also have left the section out.</summary>
    private IEnumerable<string> Unknown(IEnumerable<KeyValuePair<string, string?>> written)
    {
        string[] sections = [.. _names.Keys.Where(section => ConfigurationPath.GetParentPath(section) is null)];
        string[] known = [.. sections, .. _further];
        foreach (var (name, value) in written)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return $"{name} is no setting; {((NearestName.Of(name, known) ?? WithSection(name)) is { } meant ? $"did you mean {meant}?" : $"settings are in the sections {string.Join(", ", sections)}.")}";
            else if (value is { Length: > 0 } && _names.TryGetValue(name, out var inner))
                yield return $"{name} = \"{value}\": has settings of its own; known are {string.Join(", ", inner)}.";
        }
    }

    private string? WithSection(string name)
    {
        var inSections = _names.SelectMany(section => section.Value, (section, setting) => (section.Key, Setting: setting)).ToLookup(entry => entry.Setting, entry => entry.Key);
        return NearestName.Of(name, inSections.Select(setting => setting.Key)) is { } meant ? ConfigurationPath.Combine(inSections[meant].First(), meant) : null;
    }

    private HashSet<string> Names(string section)
    {
        if (!_names.TryGetValue(section, out var names))
            _names.Add(section, names = new(StringComparer.OrdinalIgnoreCase));
        return names;
    }

    // What fails may be settings of another class, which these need.
    private static List<string> FailuresOf(Action reading)
    {
        try
        {
            reading();
            return [];
        }
        catch (OptionsValidationException ex)
        {
            return [.. ex.Failures];
        }
    }

    private List<string> Errors(IConfigurationSection section, Type type)
    {
        // Each class asks this of each other: where nothing is set there are the defaults, which are good.
        if (!section.GetChildren().Any(child => _settings[type].Contains(child.Key)))
            return [.. Unknown(section)];

        var (reader, options) = (new SettingReader(section, type), Activator.CreateInstance(type)!);
        reader.Bind(options);
        return [.. reader.Errors(options), .. Unknown(section)];
    }

    /// <summary>Stands for the start as a whole: one message names everything that is wrong, whichever feature's it is.</summary>
    private sealed class Start;

    private sealed class StartValidator(KnownSettings known, IServiceProvider provider) : IValidateOptions<Start>
    {
        public ValidateOptionsResult Validate(string? name, Start options) =>
            known._checks.SelectMany(check => check(provider)).Distinct().ToList() is { Count: > 0 } errors
                ? ValidateOptionsResult.Fail(errors)
                : ValidateOptionsResult.Success;
    }
}
