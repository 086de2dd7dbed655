using System.Text.Json;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads the members of one entry of the file; what is wrong with one is added to <c>errors</c>, with the entry's place and name.</summary>
/// <param name="element">The entry, an object.</param>
/// <param name="place">Where it stands, e.g. <c>rules[3]</c>.</param>
/// <param name="errors">All that is wrong with the file.</param>
internal sealed class RuleMembers(JsonElement element, string place, List<string> errors)
{
    public bool Has(string member) => element.TryGetProperty(member, out _);

    public bool TryGet(string member, out JsonElement value) => element.TryGetProperty(member, out value);

    public string? Text(string member, bool required)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            if (required)
                Fail($"\"{member}\" is missing");

            return null;
        }

        if (value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
            return value.GetString();

        Fail($"\"{member}\" must be a text that is not empty");
        return null;
    }

    public T Choice<T>(string member)
        where T : struct, Enum
    {
        if (Text(member, required: true) is not { } text)
            return default;

        if (KebabName<T>.TryParse(text) is { } value)
            return value;

        Fail($"\"{member}\" is \"{text}\"; it must be one of {string.Join(", ", KebabName<T>.All)}");
        return default;
    }

    /// <summary>A text or a list of them; null when the member is absent.</summary>
    public List<string>? Texts(string member)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            if (member == "route")
                Fail("\"route\" is missing; write a route's name, a list of names, or \"*\"");

            return null;
        }

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (items.Length > 0 && items.All(item => item.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(item.GetString())))
            return [.. items.Select(item => item.GetString()!)];

        Fail($"\"{member}\" must be a text or a list of texts");
        return null;
    }

    /// <summary>A number greater than 0 and not above <paramref name="most"/>; null when the member is absent.</summary>
    public double? Positive(string member, double most)
    {
        if (!element.TryGetProperty(member, out var value))
            return null;

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && number <= most)
            return number;

        Fail($"\"{member}\" must be a number above 0, {most} at most");
        return null;
    }

    /// <summary>Notes each member that is not one of <paramref name="known"/>.</summary>
    public void RefuseOthers(IReadOnlyList<string> known)
    {
        foreach (var member in element.EnumerateObject().Where(member => !known.Contains(member.Name)))
            Fail($"unknown member \"{member.Name}\"; known are {string.Join(", ", known)}");
    }

    public void Fail(string message)
    {
        var name = element.TryGetProperty("name", out var value) && value.ValueKind == JsonValueKind.String ? $" (\"{value.GetString()}\")" : "";
        errors.Add($"{place}{name}: {message}");
    }
}
