using System.Text.Json;

namespace Strangler.ShadowDiff.Model;

/// <summary>The text form of our enumerations, in files, counts and reports.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal static class KebabName<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names =
        Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}"));

    public static IEnumerable<string> All => Names.Values;

    public static string Of(T value) => Names[value];

    public static T? TryParse(string name)
    {
        foreach (var (value, text) in Names)
        {
            if (text == name)
                return value;
        }

        return null;
    }
}
