using System.Text.Json;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads <c>rules.json</c>. A file with an error is refused as a whole, with every error named.</summary>
internal static class RulesFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Looks in the working folder, then beside the program.</summary>
    /// <exception cref="InvalidRulesException">It is in neither.</exception>
    public static string Find(string path)
    {
        string[] places = [Path.GetFullPath(path), Path.GetFullPath(path, AppContext.BaseDirectory)];
        return Array.Find(places, File.Exists)
            ?? throw new InvalidRulesException(path, [$"there is no such file; looked for {string.Join(" and ", places.Distinct())}; set ShadowDiff:Rules to its place, or write a file with {{\"rules\": []}}"]);
    }

    public static RuleSet Load(string path)
    {
        var found = Find(path);
        try
        {
            return Parse(File.ReadAllBytes(found), found);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRulesException(found, [$"the file cannot be read: {ex.Message}"]);
        }
    }

    /// <exception cref="InvalidRulesException">The text is not JSON, or a rule has an error.</exception>
    public static RuleSet Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            var bytes = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
            using var document = JsonDocument.Parse(bytes, Lenient);
            return Read(document.RootElement, path);
        }
        catch (JsonException ex)
        {
            throw new InvalidRulesException(path, [$"line {ex.LineNumber + 1}, position {ex.BytePositionInLine + 1}: not valid JSON: {ex.Message}"]);
        }
    }

    private static RuleSet Read(JsonElement root, string path)
    {
        var errors = new List<string>();
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("rules", out var list) || list.ValueKind != JsonValueKind.Array)
            throw new InvalidRulesException(path, ["the file must be an object with a list \"rules\""]);

        errors.AddRange(root.EnumerateObject()
            .Where(member => member.Name is not ("$schema" or "redact" or "rules"))
            .Select(member => $"unknown member \"{member.Name}\"; known are $schema, redact and rules"));
        var redaction = root.TryGetProperty("redact", out var section) ? new RedactionReader(section, errors).Read() : null;
        var rules = list.EnumerateArray().Select((element, index) => new RuleReader(element, index, errors).Read()).ToList();
        errors.AddRange(rules.OfType<Rule>().GroupBy(rule => rule.Name)
            .Where(group => group.Select(rule => rule.Kind).Distinct().Count() > 1)
            .Select(group => $"\"{group.Key}\" is the name of rules of both kinds; a name has one kind"));
        return errors.Count == 0 ? new RuleSet(rules.OfType<Rule>(), redaction) : throw new InvalidRulesException(path, errors);
    }
}

/// <summary>The rules file cannot be used. The message lists every error it has.</summary>
public sealed class InvalidRulesException(string path, IReadOnlyList<string> errors)
    : Exception($"{path}: {errors.Count} error(s) in the rules of the shadow-diff:{string.Concat(errors.Select(error => $"{Environment.NewLine}  - {error}"))}")
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
