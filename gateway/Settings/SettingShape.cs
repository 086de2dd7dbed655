using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Strangler.Settings;

/// <summary>What one setting takes, as its property says: one value, a list, or values by name.</summary>
internal sealed class SettingShape(PropertyInfo property)
{
    private readonly Type _value = ValueType(property.PropertyType);
    private readonly RangeAttribute? _range = property.GetCustomAttribute<RangeAttribute>();

    public string Name => property.Name;

    /// <summary>Whether the setting has one value, and not a list of them or values by name.</summary>
    public bool IsSingle { get; } = ValueType(property.PropertyType) == (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);

    /// <summary>What a value must be, for a person: <c>a whole number from 1 to 256</c>.</summary>
    public string Expected => SettingValue.Kind(_value) + (_range is null ? "" : $" from {Bound(_range.Minimum)} to {Bound(_range.Maximum)}");

    /// <summary>Whether a text is a value of this setting; its range is another question.</summary>
    public bool CanRead(string text) => SettingValue.CanRead(_value, text);

    /// <inheritdoc cref="SettingValue.Hint"/>
    public string Hint(string text) => SettingValue.Hint(_value, text);

    /// <summary>This setting, where it is <paramref name="owner"/>'s.</summary>
    /// <param name="section">The section that the class is read from.</param>
    /// <param name="owner">The class.</param>
    /// <param name="defaults">One of the class that nothing was read into.</param>
    public Setting Of(string section, Type owner, object defaults) =>
        new(ConfigurationPath.Combine(section, Name), owner, Name, Expected, IsSingle, Texts(property.GetValue(defaults)));

    /// <summary>What is wrong with the value that is in force; null when nothing is.</summary>
    /// <param name="options">The options that have it.</param>
    /// <param name="path">The setting's full name.</param>
    /// <param name="text">As it was written; null where the value comes from elsewhere.</param>
    public string? Judge(object options, string path, string? text)
    {
        var value = property.GetValue(options);
        var context = new ValidationContext(options) { MemberName = Name, DisplayName = Name };
        var fault = property.GetCustomAttributes<ValidationAttribute>().Select(attribute => (Attribute: attribute, Result: attribute.GetValidationResult(value, context)))
            .FirstOrDefault(judged => judged.Result != ValidationResult.Success);
        return fault.Attribute switch
        {
            null => null,
            RequiredAttribute => $"{path} is empty; it must be {Expected}.",
            RangeAttribute => $"{path} = \"{text ?? SettingValue.Text(value)}\": must be {Expected}.",
            _ => $"{path} = \"{text ?? SettingValue.Text(value)}\": {fault.Result!.ErrorMessage}",
        };
    }

    private static string Texts(object? value) => value is IEnumerable several and not string ? string.Join(", ", several.Cast<object>().Select(SettingValue.Text)) : SettingValue.Text(value);

    private string Bound(object bound) => SettingValue.Text(bound is string text ? TypeDescriptor.GetConverter(_value).ConvertFromInvariantString(text) : bound);

    /// <summary>The type of one value: of a list's elements, of the values that stand by name.</summary>
    private static Type ValueType(Type type) =>
        type == typeof(string) ? type
        : Generic(type, typeof(IDictionary<,>)) is { } byName ? byName.GenericTypeArguments[1]
        : Generic(type, typeof(IEnumerable<>)) is { } list ? list.GenericTypeArguments[0]
        : Nullable.GetUnderlyingType(type) ?? type;

    private static Type? Generic(Type type, Type definition) =>
        type.GetInterfaces().Append(type).FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);
}
