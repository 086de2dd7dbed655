using Strangler.Settings;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Configuration;

/// <summary>The names of routes' and clusters' members, as YARP's types have them.</summary>
internal static class ProxyNames
{
    private sealed record Members(IReadOnlyDictionary<string, RouteConfig> Routes, IReadOnlyDictionary<string, ClusterConfig> Clusters);

    /// <summary>What is wrong with each name that is none: YARP passes over it in silence.</summary>
    public static IEnumerable<string> Unknown(IConfigurationSection section) => Unknown(section, typeof(Members));

    private static IEnumerable<string> Unknown(IConfigurationSection section, Type type)
    {
        if (type.IsGenericType)
            return section.GetChildren().SelectMany(child => Unknown(child, type.GenericTypeArguments[^1]));

        // Texts, numbers and the like have no members in configuration.
        if (type.IsValueType || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
            return [];

        var members = type.GetProperties().ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => members.TryGetValue(child.Key, out var member) ? Unknown(child, member) : [Error(child, members.Keys)]);
    }

    private static string Error(IConfigurationSection unknown, IReadOnlyCollection<string> known) => NearestName.Of(unknown.Key, known) is { } meant
        ? $"{unknown.Path} is not known; did you mean {meant}?"
        : $"{unknown.Path} is not known; known are {string.Join(", ", known)}";
}
