using System.Text.Json;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads the members of one rule; what is wrong with one is added to <c>errors</c>, with the rule's place and name.</summary>
internal sealed class RuleMembers(JsonElement element, int index, List<string> errors)
{
    public bool Has(string member) => element.TryGetProperty(member, out _);

    public bool TryGet(string member, out JsonElement value) => element.TryGetProperty(member, out value);

    public string? Text(string member, bool required)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            if (required)
            {
                Fail($"\"{member}\" is missing");
            }

            return null;
        }

        if (value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
        {
            return value.GetString();
        }

        Fail($"\"{member}\" must be a text that is not empty");
        return null;
    }

    public T Choice<T>(string member)
        where T : struct, Enum
    {
        if (Text(member, required: true) is not { } text)
        {
            return default;
        }

        if (KebabName<T>.TryParse(text) is { } value)
        {
            return value;
        }

        Fail($"\"{member}\" is \"{text}\"; it must be one of {string.Join(", ", KebabName<T>.All)}");
        return default;
    }

    /// <summary>A text or a list of them; null when the member is absent.</summary>
    public List<string>? Texts(string member)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            if (member == "route")
            {
                Fail("\"route\" is missing; write a route's name, a list of names, or \"*\"");
            }

            return null;
        }

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (items.Length > 0 && items.All(item => item.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(item.GetString())))
        {
            return [.. items.Select(item => item.GetString()!)];
        }

        Fail($"\"{member}\" must be a text or a list of texts");
        return null;
    }

    public void Fail(string message)
    {
        var name = element.TryGetProperty("name", out var value) && value.ValueKind == JsonValueKind.String ? $" (\"{value.GetString()}\")" : "";
        errors.Add($"rules[{index}]{name}: {message}");
    }
}
