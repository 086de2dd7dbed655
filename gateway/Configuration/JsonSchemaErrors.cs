using System.Reflection;
using Newtonsoft.Json;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Strangler.Gateway.Configuration;

/// <summary>Validates a JSON text by one of the schemas in <c>deploy/schemas</c> and says in words where it fails.</summary>
internal sealed class JsonSchemaErrors(string schemaName)
{
    private readonly JsonSchema _schema = LoadSchema(schemaName);

    /// <summary>Every error, each with its line and path; empty when the text is good.</summary>
    public IReadOnlyList<string> Of(string fileName, string text)
    {
        try
        {
            return [.. _schema.Validate(text).SelectMany(Leaves).Select(error => $"{fileName}{At(error)}: {Describe(error)}").Distinct()];
        }
        catch (JsonException ex)
        {
            return [$"{fileName} is not JSON: {ex.Message}"];
        }
    }

    private static JsonSchema LoadSchema(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema {name} is not in the program.");
        using var reader = new StreamReader(stream);
        // The only work behind the task is parsing a string in memory.
        return JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
    }

    // "None of the alternatives fits" helps nobody: say what is wrong with the one that fits best.
    private static IEnumerable<ValidationError> Leaves(ValidationError error) =>
        error is ChildSchemaValidationError { Errors.Count: > 0 } child
            ? child.Errors.Values.MinBy(Weight)!.SelectMany(Leaves)
            : [error];

    // A wrong id means that another kind of flag was meant.
    private static int Weight(ICollection<ValidationError> errors) =>
        errors.Sum(error => error.Path?.EndsWith(".id", StringComparison.Ordinal) == true ? 100 : 1);

    private static string At(ValidationError error) =>
        $"{(error.HasLineInfo ? $" line {error.LineNumber}" : "")}, {error.Path?.TrimStart('#', '/')}";

    private static string Describe(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.NotInEnumeration => $"must be one of {string.Join(", ", error.Schema.Enumeration)}",
        ValidationErrorKind.PropertyRequired => $"'{error.Property}' is missing",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => $"'{error.Property}' is not known here; check its spelling or remove it",
        ValidationErrorKind.PatternMismatch => $"must look like {error.Schema.Pattern}",
        ValidationErrorKind.BooleanExpected => "must be true or false",
        ValidationErrorKind.StringExpected => "must be a text",
        ValidationErrorKind.ItemsNotUnique => "has the same entry twice",
        var kind => kind.ToString(),
    };
}
