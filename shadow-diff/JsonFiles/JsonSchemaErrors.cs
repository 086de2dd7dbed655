using System.Numerics;
using System.Reflection;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using Strangler.Settings;

namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>Validates a JSON text by one of the schemas in <c>deploy/schemas</c> and says in words where it fails.</summary>
/// <param name="program">The program that the schema is built into.</param>
/// <param name="schemaName">Its file name, e.g. <c>rules.schema.json</c>.</param>
public sealed class JsonSchemaErrors(Assembly program, string schemaName)
{
    private readonly SchemaFit _fit = new(program, schemaName);
    private readonly Lazy<JsonSchema> _schema = new(() => LoadSchema(program, schemaName)); // for a text with a fault only: it is a third of a start

    /// <summary>Every fault, <see cref="DuplicateMembers"/> among them, each with its line and path; empty when the text is good.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not JSON.</exception>
    public IReadOnlyList<JsonFault> Of(ReadOnlySpan<byte> json)
    {
        var duplicates = DuplicateMembers.Find(json);
        return duplicates.Count == 0 && _fit.IsSureOf(DuplicateMembers.WithoutMark(json).ToArray()) ? [] : Described(json, duplicates);
    }

    /// <summary>What the library says, whatever else is known of the text.</summary>
    internal IReadOnlyList<JsonFault> Described(ReadOnlySpan<byte> json, IReadOnlyList<JsonFault> duplicates)
    {
        try
        {
            return [.. _schema.Value.Validate(Load(json)).SelectMany(Leaves).Where(IsNews).Select(Fault).Concat(duplicates).Distinct()];
        }
        catch (JsonReaderException ex)
        {
            // A number that is too large, for one: the other reader leaves numbers as they are written.
            throw new System.Text.Json.JsonException(ex.Message, ex.Path, ex.LineNumber - 1, ex.LinePosition - 1, ex);
        }
    }

    private static JsonSchema LoadSchema(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema {name} is not in the program.");
        using var reader = new StreamReader(stream);
        // The only work behind the task is parsing a string in memory.
        return JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
    }

    private static JToken Load(ReadOnlySpan<byte> text)
    {
        // A day must stay the text that it is, and a comment may stand first.
        using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(DuplicateMembers.WithoutMark(text)))) { DateParseHandling = DateParseHandling.None };
        var json = JToken.Load(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore });
        foreach (var number in (json is JContainer container ? container.DescendantsAndSelf() : [json]).OfType<JValue>())
        {
            if (number.Value is BigInteger large)
                number.Value = (double)large; // else the schema's validation fails on it
        }

        return json;
    }

    // What is no object has no members: that these are missing says nothing more.
    private static bool IsNews(ValidationError error) => error.Kind != ValidationErrorKind.PropertyRequired || error.Token is JObject;

    // "None of the alternatives fits" helps nobody: say what is wrong with the one that fits best.
    private static IEnumerable<ValidationError> Leaves(ValidationError error) =>
        error is ChildSchemaValidationError { Errors.Count: > 0 } child
            ? child.Errors.Values.MinBy(errors => errors.Sum(inner => Weight(inner, child)))!.SelectMany(Leaves)
            : [error];

    // A wrong id means that another kind of flag was meant, and a wrong type that another type was.
    private static int Weight(ValidationError error, ValidationError parent) =>
        error.Path?.EndsWith(".id", StringComparison.Ordinal) == true || (error.Path == parent.Path && IsOfType(error)) ? 100 : 1;

    private static bool IsOfType(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.StringExpected or ValidationErrorKind.IntegerExpected or ValidationErrorKind.ArrayExpected => true,
        ValidationErrorKind.NotInEnumeration => error.Token is JContainer,
        _ => false,
    };

    private static JsonFault Fault(ValidationError error) => new(error.LineNumber, error.Path?.TrimStart('#', '/') ?? "", Describe(error));

    private static string Describe(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.NotInEnumeration => $"must be {(error.Schema.Enumeration.Count > 1 ? "one of " : "")}{string.Join(", ", error.Schema.Enumeration)}; it is {Written(error)}{Meant(error)}",
        ValidationErrorKind.PropertyRequired => $"'{error.Property}' is missing{Description(error)}",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => $"'{error.Property}' is not known here; {NearestName.Advice(error.Property ?? "", [.. error.Schema.ActualSchema.Properties.Keys], "check its spelling or remove it; known are")}",
        ValidationErrorKind.PatternMismatch when error.Schema.Description is { } description => $"{Written(error)} does not fit: {description}",
        ValidationErrorKind.PatternMismatch => $"must look like {error.Schema.Pattern}; it is {Written(error)}",
        ValidationErrorKind.DateExpected => $"must be a day such as 2027-06-30; it is {Written(error)}",
        ValidationErrorKind.NumberTooSmall => $"must be {(error.Schema.ExclusiveMinimum is { } bound ? $"above {bound}" : $"{error.Schema.Minimum} or more")}; it is {Written(error)}",
        ValidationErrorKind.NumberTooBig or ValidationErrorKind.IntegerTooBig => $"must be {error.Schema.Maximum} or less; it is {Written(error)}",
        ValidationErrorKind.BooleanExpected => "must be true or false",
        ValidationErrorKind.StringExpected => "must be a text",
        ValidationErrorKind.IntegerExpected => "must be a whole number",
        ValidationErrorKind.NumberExpected => "must be a number",
        ValidationErrorKind.ObjectExpected => "must be an object",
        ValidationErrorKind.ArrayExpected => "must be a list",
        ValidationErrorKind.TooFewItems => $"must have {error.Schema.MinItems} or more entries",
        ValidationErrorKind.TooFewProperties => $"must have one or more of {string.Join(", ", error.Schema.ActualSchema.Properties.Keys)}",
        ValidationErrorKind.ItemsNotUnique => "has the same entry twice",
        ValidationErrorKind.StringTooShort => "must not be empty",
        ValidationErrorKind.TooManyProperties => $"must have {error.Schema.MaxProperties} members or fewer",
        ValidationErrorKind.TooManyItems => $"must have {error.Schema.MaxItems} entries or fewer",
        _ => $"{Written(error)} cannot stand here{(error.Schema.Description is { } description ? $": {description}" : "")}",
    };

    /// <summary>Only a name is mistyped: a number was meant.</summary>
    private static string Meant(ValidationError error) =>
        error.Token is { Type: JTokenType.String } name && NearestName.Of($"{name}", error.Schema.Enumeration.Select(value => $"{value}")) is { } meant ? $"; did you mean '{meant}'?" : "";

    private static string Written(ValidationError error) => error.Token?.ToString(Formatting.None) ?? "nothing";

    private static string Description(ValidationError missing) =>
        missing.Property is { } name && missing.Schema.ActualSchema.Properties.TryGetValue(name, out var property) && property.Description is { } description ? $": {description}" : "";
}
