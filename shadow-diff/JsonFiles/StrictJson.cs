using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Strangler.Settings;

namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>Reads JSON that somebody sends: what is unknown, repeated or of another type is refused, in words that name the member.</summary>
public static class StrictJson
{
    /// <summary>The value, or the first thing that is wrong with the text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="type">How it is written.</param>
    public static (T? Value, string? Error) Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (DuplicateMembers.Find(json) is [var twice, ..])
                return (null, $"{twice.Path}: it stands there twice; send it once");

            using var document = JsonDocument.Parse(json.ToArray());
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, "it must be a JSON object");

            return Unknown(document.RootElement, type, "") is { } error ? (null, error)
                : JsonSerializer.Deserialize(document.RootElement, type) is { } value ? (value, null)
                : (null, "it must be a JSON object");
        }
        catch (JsonException ex)
        {
            var fault = JsonFault.Of(ex);
            return (null, fault.Path.Length == 0 ? fault.Text : $"{fault.Path}: {fault.Text}");
        }
        catch (Exception ex) when (ex is InvalidOperationException or FormatException)
        {
            return (null, "a text in it is no text: half of a surrogate pair, or no UTF-8");
        }
    }

    /// <summary>The first member that its type does not have, or that is of another type than its own; null when there is none.</summary>
    private static string? Unknown(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Null && !Fits(element, type))
            return $"{Shown(path)}: {JsonFault.MustBe($"{type.Type}")}{(element.ValueKind == JsonValueKind.Number && IsDecimal(type) ? $" that is not too large, in {LongestDecimal} characters at most" : "")}";

        if (element.ValueKind == JsonValueKind.Array && type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } of })
        {
            var items = type.Options.GetTypeInfo(of);
            return element.EnumerateArray().Select((item, index) => Unknown(item, items, $"{path}[{index}]")).FirstOrDefault(error => error is not null);
        }

        if (element.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
            return null;

        foreach (var member in element.EnumerateObject())
        {
            var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (type.Properties.FirstOrDefault(property => property.Name == member.Name) is not { } known)
                return $"{Shown(place)}: it is not known here; {NearestName.Advice(Shown(member.Name), [.. type.Properties.Select(property => property.Name)], "known are")}";

            if (Unknown(member.Value, type.Options.GetTypeInfo(known.PropertyType), place) is { } error)
                return error;
        }

        return null;
    }

    private static bool Fits(JsonElement element, JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        var bytes when bytes == typeof(byte[]) => element.ValueKind == JsonValueKind.String && element.TryGetBytesFromBase64(out _),
        var text when text == typeof(string) => element.ValueKind == JsonValueKind.String,
        var truth when truth == typeof(bool) => element.ValueKind is JsonValueKind.True or JsonValueKind.False,
        var whole when whole == typeof(int) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out _),
        var whole when whole == typeof(long) => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out _),
        var number when number == typeof(double) => element.ValueKind == JsonValueKind.Number,
        var exact when exact == typeof(decimal) => element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out _) && element.GetRawText().Length <= LongestDecimal,
        var time when time == typeof(DateTimeOffset) => element.ValueKind == JsonValueKind.String && element.TryGetDateTimeOffset(out _),
        _ => type.Kind switch
        {
            JsonTypeInfoKind.Enumerable => element.ValueKind == JsonValueKind.Array,
            JsonTypeInfoKind.Object => element.ValueKind == JsonValueKind.Object,
            _ => true,
        },
    };

    private static bool IsDecimal(JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(decimal);

    private static string Shown(string name) => name.Length <= LongestName ? name : $"{name[..LongestName]}…";

    private const int LongestName = 60;

    /// <summary>So many characters of a number are a decimal to the last digit; of more it would be rounded.</summary>
    private const int LongestDecimal = 28;
}
