using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>
/// Whether a JSON text fits a schema (draft 7), and nothing more: a start asks it of files that are good, which takes a hundredth of what the library
/// takes that says in words where one is not. It knows the keywords that the schemas here have; of what it does not know it is not sure. Plain loops:
/// queries over these structs are compiled at the start.
/// </summary>
/// <param name="program">The program that the schema is built into.</param>
/// <param name="schemaName">Its file name, e.g. <c>rules.schema.json</c>.</param>
internal sealed class SchemaFit(Assembly program, string schemaName)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly JsonElement _root = Load(program, schemaName);
    private readonly ConcurrentDictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    /// <summary>True for a text that fits. False for one that does not, that is no JSON, or of which it is not sure.</summary>
    public bool IsSureOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return AreNumbersSure(document.RootElement) && Fits(document.RootElement, _root);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or NotSupportedException or FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>A number that no double holds is refused wherever it stands.</summary>
    private static bool AreNumbersSure(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return double.IsFinite(value.GetDouble());
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (!AreNumbersSure(item))
                    return false;
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (!AreNumbersSure(member.Value))
                    return false;
            }
        }

        return true;
    }

    private bool Fits(JsonElement value, JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return schema.GetBoolean();

        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Fits(value, schema, keyword.Name, keyword.Value))
                return false;
        }

        return true;
    }

    private bool Fits(JsonElement value, JsonElement schema, string keyword, JsonElement argument) => keyword switch
    {
        "$schema" or "title" or "description" or "definitions" or "then" or "else" => true, // the last two belong to "if"
        "$ref" => Fits(value, Referred(argument.GetString()!)),
        "type" => IsOfType(value, argument.GetString()!),
        "const" => JsonElement.DeepEquals(value, argument),
        "enum" => IsAmong(value, argument, argument.GetArrayLength()),
        "allOf" => CountOf(value, argument) == argument.GetArrayLength(),
        "anyOf" => CountOf(value, argument) > 0,
        "oneOf" => CountOf(value, argument) == 1,
        "not" => !Fits(value, argument),
        "if" => !schema.TryGetProperty(Fits(value, argument) ? "then" : "else", out var chosen) || Fits(value, chosen),
        "properties" or "additionalProperties" or "required" or "minProperties" or "maxProperties" =>
            value.ValueKind != JsonValueKind.Object || ObjectFits(value, schema, keyword, argument),
        "items" or "minItems" or "maxItems" or "uniqueItems" => value.ValueKind != JsonValueKind.Array || ListFits(value, keyword, argument),
        "pattern" or "minLength" or "format" => value.ValueKind != JsonValueKind.String || TextFits(value.GetString()!, keyword, argument),
        "minimum" or "maximum" or "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || NumberFits(value.GetDouble(), keyword, argument.GetDouble()),
        _ => throw new NotSupportedException(keyword),
    };

    /// <summary>How many of the schemas it fits.</summary>
    private int CountOf(JsonElement value, JsonElement schemas)
    {
        var count = 0;
        foreach (var schema in schemas.EnumerateArray())
            count += Fits(value, schema) ? 1 : 0;
        return count;
    }

    private bool ObjectFits(JsonElement value, JsonElement schema, string keyword, JsonElement argument)
    {
        switch (keyword)
        {
            case "minProperties":
                return value.GetPropertyCount() >= argument.GetInt32();
            case "maxProperties":
                return value.GetPropertyCount() <= argument.GetInt32();
            case "required":
                foreach (var name in argument.EnumerateArray())
                {
                    if (!value.TryGetProperty(name.GetString()!, out _))
                        return false;
                }

                return true;
            case "properties":
                foreach (var property in argument.EnumerateObject())
                {
                    if (value.TryGetProperty(property.Name, out var member) && !Fits(member, property.Value))
                        return false;
                }

                return true;
            default:
                foreach (var member in value.EnumerateObject())
                {
                    if (!IsNamed(schema, member.Name) && !Fits(member.Value, argument))
                        return false;
                }

                return true;
        }
    }

    private bool ListFits(JsonElement value, string keyword, JsonElement argument)
    {
        switch (keyword)
        {
            case "minItems":
                return value.GetArrayLength() >= argument.GetInt32();
            case "maxItems":
                return value.GetArrayLength() <= argument.GetInt32();
            case "items":
                foreach (var item in value.EnumerateArray())
                {
                    if (!Fits(item, argument))
                        return false;
                }

                return true;
            default:
                for (var i = 0; argument.GetBoolean() && i < value.GetArrayLength(); i++)
                {
                    if (IsAmong(value[i], value, i))
                        return false;
                }

                return true;
        }
    }

    /// <summary>Whether it is one of the first so many items of a list.</summary>
    private static bool IsAmong(JsonElement value, JsonElement list, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (JsonElement.DeepEquals(value, list[i]))
                return true;
        }

        return false;
    }

    private bool TextFits(string value, string keyword, JsonElement argument) => keyword switch
    {
        "pattern" => PatternOf(argument.GetString()!).IsMatch(value),
        "minLength" => value.Length >= argument.GetInt32(),
        _ => argument.GetString() == "date"
            ? DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            : throw new NotSupportedException(argument.GetString()),
    };

    private Regex PatternOf(string text) => _patterns.GetOrAdd(text, static pattern => new Regex(pattern));

    private static bool NumberFits(double value, string keyword, double bound) => keyword switch
    {
        "minimum" => value >= bound,
        "maximum" => value <= bound,
        _ => value > bound,
    };

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'),
        _ => throw new NotSupportedException(type),
    };

    private static bool IsNamed(JsonElement schema, string member) => schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member, out _);

    private JsonElement Referred(string reference)
    {
        const string Definitions = "#/definitions/";
        return reference.StartsWith(Definitions, StringComparison.Ordinal) && _root.GetProperty("definitions").TryGetProperty(reference[Definitions.Length..], out var found)
            ? found
            : throw new NotSupportedException(reference);
    }

    private static JsonElement Load(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema {name} is not in the program.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
