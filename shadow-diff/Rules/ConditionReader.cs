using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Makes a rule's condition of what the file has.</summary>
/// <param name="written">The condition, good by the schema.</param>
/// <param name="expression">Reads the pattern of a member; null, and told, when it is none.</param>
internal sealed class ConditionReader(WrittenCondition written, Func<string, string?, Lazy<Regex>?> expression)
{
    /// <summary>Of use only when nothing failed.</summary>
    public RuleCondition Read() => new()
    {
        Methods = written.Method,
        Path = expression("when.path", written.Path),
        Arguments = Texts("when.arguments", written.Arguments),
        RequestHeader = written.RequestHeader,
        RequestBody = Texts("when.request_body", written.RequestBody),
        HasBadRange = written.BadRange,
        ModernHeader = written.ModernHeader,
        LegacyStatuses = written.LegacyStatus,
        ModernStatuses = written.ModernStatus,
        LegacyBody = Texts("when.legacy_body", written.LegacyBody),
        ModernBody = Texts("when.modern_body", written.ModernBody),
        LegacyText = expression("when.legacy_text", written.LegacyText),
        ModernText = expression("when.modern_text", written.ModernText),
        IsLegacyEmpty = written.LegacyEmpty,
        LegacyJust = written.LegacyJust is { } just ? (just.At, just.Seconds) : null,
        ServedBy = written.ServedBy,
        ModernLater = written.ModernLater,
        Answered = written.Answered is { } answered ? (answered.Route, answered.By) : null,
        After = written.After is { } after ? (after.Route, Texts("when.after.request_body", after.RequestBody)) : null,
    };

    /// <summary>Values by name or place.</summary>
    public List<KeyValuePair<string, TextCondition>> Texts(string member, IReadOnlyDictionary<string, JsonElement>? written) =>
        [.. (written ?? new Dictionary<string, JsonElement>()).Select(entry => KeyValuePair.Create(entry.Key, Text($"{member}.{entry.Key}", entry.Value)))];

    private TextCondition Text(string member, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => new(null, IsNot: false),
        JsonValueKind.Object => new(expression(member, value.GetProperty("not").GetString()), IsNot: true),
        _ => new(expression(member, value.GetString()), IsNot: false),
    };
}
