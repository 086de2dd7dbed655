using System.Security.Cryptography;
using System.Text.Json;
using Strangler.Settings;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads <c>rules.json</c>. A file with an error is refused as a whole, with every error named.</summary>
internal static class RulesFile
{
    private static readonly Lazy<JsonSchemaErrors> Schema = new(() => new(typeof(RulesFile).Assembly, "rules.schema.json"));
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Looks in the working folder, then beside the program.</summary>
    /// <exception cref="InvalidRulesException">It is in neither.</exception>
    public static string Find(string path)
    {
        string[] places = [Path.GetFullPath(path), Path.GetFullPath(path, AppContext.BaseDirectory)];
        return Array.Find(places, Path.Exists)
            ?? throw new InvalidRulesException(path, [$"there is no such file; looked for {string.Join(" and ", places.Distinct())}; set ShadowDiff:Rules to its place, or write a file with {{\"rules\": []}}"]);
    }

    /// <param name="path">As <see cref="Find"/> takes it.</param>
    /// <param name="routes">The routes that a rule may name; null where none are known.</param>
    /// <exception cref="InvalidRulesException">It cannot be read, or has an error.</exception>
    public static RuleSet Load(string path, IReadOnlyCollection<string>? routes = null)
    {
        var found = Find(path);
        try
        {
            return Parse(EditedFile.Read(found), found, routes);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRulesException(found, [$"the file cannot be read: {ex.Message}"], ex);
        }
    }

    /// <exception cref="InvalidRulesException">The text is not JSON, or a rule has an error.</exception>
    public static RuleSet Parse(ReadOnlyMemory<byte> json, string path, IReadOnlyCollection<string>? routes = null)
    {
        try
        {
            var faults = Schema.Value.Of(json.Span);
            var lines = JsonLines.Of(json.Span);
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, Lenient);
            return Read(document.RootElement, [.. faults, .. UnknownRoutes(document.RootElement, routes, lines)], lines, path, Convert.ToHexStringLower(SHA256.HashData(json.Span))[..12]);
        }
        catch (JsonException ex)
        {
            throw new InvalidRulesException(path, [$"{JsonFault.NotJson(ex)}"]);
        }
    }

    /// <summary>A rule of a misspelt route would cover nothing, and its values would be kept, without a word.</summary>
    private static IEnumerable<JsonFault> UnknownRoutes(JsonElement root, IReadOnlyCollection<string>? known, IReadOnlyDictionary<string, int> lines) =>
        known is null ? []
        : from list in ((string Place, JsonElement List)[])[("redact.values", Section(Section(root, "redact"), "values")), ("redact.keep", Section(Section(root, "redact"), "keep")), ("rules", Section(root, "rules"))]
          where list.List.ValueKind == JsonValueKind.Array
          from entry in list.List.EnumerateArray().Index()
          let place = $"{list.Place}[{entry.Index}]"
          from name in ((string Place, string Value)[])[.. Names(Section(entry.Item, "route"), $"{place}.route"), .. Names(Section(entry.Item, "since"), $"{place}.since"), .. Names(Section(Section(Section(entry.Item, "when"), "after"), "route"), $"{place}.when.after.route"), .. Names(Section(Section(Section(entry.Item, "when"), "answered"), "route"), $"{place}.when.answered.route")]
          where name.Value != "*" && !known.Contains(name.Value)
          select new JsonFault(lines[name.Place], name.Place, $"there is no route '{name.Value}'; {NearestName.Advice(name.Value, known, "the routes are")}");

    private static IEnumerable<(string Place, string Value)> Names(JsonElement route, string place) => route.ValueKind switch
    {
        JsonValueKind.String => [(place, route.GetString()!)],
        JsonValueKind.Array => route.EnumerateArray().Index().Where(item => item.Item.ValueKind == JsonValueKind.String).Select(item => ($"{place}[{item.Index}]", item.Item.GetString()!)),
        _ => [],
    };

    private static RuleSet Read(JsonElement root, IReadOnlyList<JsonFault> faults, IReadOnlyDictionary<string, int> lines, string path, string version)
    {
        var errors = faults.Where(fault => !fault.Path.StartsWith("rules[", StringComparison.Ordinal)).Select(fault => $"{fault}").ToList();
        var redaction = Section(root, "redact") is { ValueKind: JsonValueKind.Object } section && !faults.Any(fault => fault.Path.StartsWith("redact", StringComparison.Ordinal))
            ? new RedactionReader(section.Deserialize(RulesJson.Default.WrittenRedaction)!, (place, error) => errors.Add($"{new JsonFault(lines[place], place, error)}")).Read()
            : null;
        IEnumerable<JsonElement> entries = Section(root, "rules") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
        var rules = entries.Select((entry, index) => ReadRule(entry, $"rules[{index}]", faults, lines, errors)).OfType<Rule>().ToList();
        errors.AddRange(rules.GroupBy(rule => rule.Name)
            .Where(group => group.Select(rule => rule.Kind).Distinct().Count() > 1)
            .Select(group => $"\"{group.Key}\" is the name of rules of both kinds; a name has one kind"));
        return errors.Count == 0 ? new RuleSet(rules, redaction, version) : throw new InvalidRulesException(path, errors);
    }

    /// <summary>Null when the schema finds fault with the rule: what else is wrong with it shows once that is mended.</summary>
    private static Rule? ReadRule(JsonElement entry, string place, IReadOnlyList<JsonFault> faults, IReadOnlyDictionary<string, int> lines, List<string> errors)
    {
        var named = Section(entry, "name") is { ValueKind: JsonValueKind.String } name ? $"{place} (\"{name.GetString()}\")" : place;
        var own = faults.Where(fault => fault.Path == place || fault.Path.StartsWith($"{place}.", StringComparison.Ordinal)).Select(fault => fault with { Path = named + fault.Path[place.Length..] }).ToList();
        errors.AddRange(own.Select(fault => $"{fault}"));
        return own.Count == 0 ? new RuleReader(entry.Deserialize(RulesJson.Default.WrittenRule)!, error => errors.Add($"{new JsonFault(lines[place], named, error)}")).Read() : null;
    }

    private static JsonElement Section(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}

/// <summary>The rules file cannot be used. The message lists every error it has.</summary>
public sealed class InvalidRulesException(string path, IReadOnlyList<string> errors, Exception? unread = null)
    : Exception($"{path}: {errors.Count} error(s) in the rules of the shadow-diff:{string.Concat(errors.Select(error => $"{Environment.NewLine}  - {error}"))}", unread)
{
    /// <summary>Whether what is in the file is not known, as it could not be read.</summary>
    public bool IsUnread => InnerException is not null;

    public IReadOnlyList<string> Errors { get; } = errors;
}
