using System.Globalization;
using Strangler.Settings;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// The members of routes and clusters as they are written, by YARP's types: names that are none, which it passes over in silence, and values that
/// it reads as something else than was meant (<c>"1"</c> as a day) or cannot read, which it says in the framework's words.
/// </summary>
internal static class ProxyMembers
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private sealed record Members(IReadOnlyDictionary<string, RouteConfig> Routes, IReadOnlyDictionary<string, ClusterConfig> Clusters);

    /// <summary>Everything that is wrong, each with its place.</summary>
    public static IEnumerable<string> Errors(IConfigurationSection section) => Errors(section, typeof(Members));

    private static IEnumerable<string> Errors(IConfigurationSection section, Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (value.IsValueType || value == typeof(Version))
            return ValueErrors(section, value);

        if (type.IsGenericType)
            return section.GetChildren().SelectMany(child => Errors(child, type.GenericTypeArguments[^1]));

        // Texts and the like have no members in configuration.
        if (type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
            return [];

        var members = type.GetProperties().ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => members.TryGetValue(child.Key, out var member) ? Errors(child, member) : [Unknown(child, members.Keys)]);
    }

    private static string Unknown(IConfigurationSection unknown, IReadOnlyCollection<string> known) => NearestName.Of(unknown.Key, known) is { } meant
        ? $"{unknown.Path} is not known; did you mean {meant}?"
        : $"{unknown.Path} is not known; known are {string.Join(", ", known)}";

    /// <summary>One value, or a list of names that together are one.</summary>
    private static IEnumerable<string> ValueErrors(IConfigurationSection section, Type type) =>
        from value in section.GetChildren().Prepend(section)
        where value.Value is { } text && !IsGood(type, text)
        select $"{Place(value)} = \"{value.Value}\": must be {SettingValue.Kind(type)}{Range(type)}{SettingValue.Hint(type, value.Value!)}";

    private static bool IsGood(Type type, string text) => type == typeof(Version)
        ? Version.TryParse(text.Contains('.', StringComparison.Ordinal) ? text : $"{text}.0", out _)
        : SettingValue.CanRead(type, text) && (type != typeof(TimeSpan) || TimeSpan.Parse(text, CultureInfo.InvariantCulture) is var time && time >= Shortest && time <= Longest);

    private static string Range(Type type) => type == typeof(TimeSpan) ? $" from {SettingValue.Text(Shortest)} to {SettingValue.Text(Longest)}" : "";

    /// <summary>ReverseProxy:Clusters:legacy:HttpRequest:Version is the cluster 'legacy': HttpRequest:Version.</summary>
    private static string Place(IConfigurationSection value) =>
        value.Path.Split(ConfigurationPath.KeyDelimiter, 4) is [_, var list, var id, var member] ? $"the {list.TrimEnd('s').ToLowerInvariant()} '{id}': {member}" : value.Path;
}
