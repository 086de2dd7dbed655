using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Strangler.Settings;

/// <summary>Reads the settings of one options class. One that cannot be read is left out, so that all of them are named and not only the first.</summary>
/// <param name="section">Where they are.</param>
/// <param name="type">Each property that can be set is a setting.</param>
internal sealed class SettingReader(IConfigurationSection section, Type type)
{
    private readonly SettingShape[] _shapes = [.. Shapes(type)];

    /// <summary>The settings that a class has.</summary>
    public static IEnumerable<SettingShape> Shapes(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).Select(property => new SettingShape(property));

    /// <summary>Sets what can be read.</summary>
    public void Bind(object options)
    {
        if (!section.GetChildren().Any(child => _shapes.Any(shape => shape.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))))
            return; // the defaults; to have the framework find that out for each class is a tenth of a start

        var unreadable = Unreadable().Select(value => value.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var prefix = section.Path.Length + 1;
        new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable()
                .Where(entry => entry.Key.Length > prefix && entry.Value is not null && !unreadable.Contains(entry.Key))
                .Select(entry => KeyValuePair.Create(entry.Key[prefix..], entry.Value)))
            .Build()
            .Bind(options);
    }

    /// <summary>Everything that is wrong: what cannot be read, what is out of its range, and what the options find of themselves.</summary>
    /// <param name="options">As they are in force.</param>
    public IEnumerable<string> Errors(object options)
    {
        var unreadable = Unreadable().ToList();
        IEnumerable<string?> outOfRange = _shapes
            .Where(shape => !unreadable.Any(value => value.Shape == shape))
            .Select(shape => shape.Judge(options, $"{section.Path}:{shape.Name}", section[shape.Name]));
        var ofItself = options is IValidatableObject validatable ? validatable.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage) : [];
        return [.. unreadable.Select(value => value.Error), .. outOfRange.OfType<string>(), .. ofItself.OfType<string>()];
    }

    private IEnumerable<(SettingShape Shape, string Path, string Error)> Unreadable()
    {
        // To ask a section for its children costs a walk through the whole configuration: only what is set is asked.
        var set = section.GetChildren().Select(child => child.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
            from shape in _shapes
            where set.Contains(shape.Name)
            let setting = section.GetSection(shape.Name)
            from value in setting.GetChildren().Prepend(setting)
            let error = (IsWhole: value == setting, shape.IsSingle, value.Value) switch
            {
                (IsWhole: false, IsSingle: true, _) => $"{value.Path} is no setting; {setting.Path} has one value.",
                (IsWhole: true, IsSingle: false, { Length: > 0 }) => $"{value.Path} = \"{value.Value}\": has several values; write {setting.Path}:0, {setting.Path}:1 and so on.",
                (IsWhole: true, IsSingle: false, _) or (_, _, null) => null, // an empty list is written as nothing
                _ => shape.CanRead(value.Value) ? null : $"{value.Path} = \"{value.Value}\": must be {shape.Expected}{shape.Hint(value.Value)}.",
            }
            where error is not null
            select (shape, value.Path, error);
    }
}
