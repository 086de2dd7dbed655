using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Reads one rule and adds everything that is wrong with it to <c>errors</c>.</summary>
internal sealed class RuleReader(JsonElement element, int index, List<string> errors)
{
    private static readonly string[] Members = ["name", "kind", "route", "when", "at", "divergence", "action", "pattern", "legacy_pattern", "modern_pattern", "reason", "owner", "expires"];

    /// <summary>Null when the rule has an error.</summary>
    public Rule? Read()
    {
        var before = errors.Count;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"rules[{index}] must be an object");
            return null;
        }

        foreach (var member in element.EnumerateObject().Where(member => !Members.Contains(member.Name)))
        {
            Fail($"unknown member \"{member.Name}\"; known are {string.Join(", ", Members)}");
        }

        var action = Choice<RuleAction>("action");
        var pattern = Pattern("pattern", action);
        CheckPatterns(action);
        var rule = new Rule
        {
            Name = Text("name", required: true) ?? "",
            Kind = Choice<RuleKind>("kind"),
            Routes = Texts("route") is { } routes && !routes.Contains("*") ? routes.ToFrozenSet() : null,
            When = When(),
            At = At()!,
            Kinds = Kinds(),
            Action = action,
            LegacyPattern = pattern ?? Pattern("legacy_pattern", action),
            ModernPattern = pattern ?? Pattern("modern_pattern", action),
            Reason = Text("reason", required: true) ?? "",
            Owner = Text("owner", required: false),
            Expires = Expires(),
        };
        return errors.Count == before ? rule : null;
    }

    private void Fail(string message)
    {
        var name = element.TryGetProperty("name", out var value) && value.ValueKind == JsonValueKind.String ? $" (\"{value.GetString()}\")" : "";
        errors.Add($"rules[{index}]{name}: {message}");
    }

    private string? Text(string member, bool required)
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

    private T Choice<T>(string member)
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
    private List<string>? Texts(string member)
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

    private RuleCondition? When()
    {
        if (!element.TryGetProperty("when", out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any()
            || value.EnumerateObject().Any(member => member.Name is not ("request_header" or "legacy_status" or "modern_status")))
        {
            Fail("\"when\" must be an object with one or more of request_header, legacy_status, modern_status");
            return null;
        }

        var header = value.TryGetProperty("request_header", out var name) ? name : default;
        if (header.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.String))
        {
            Fail("\"when\": \"request_header\" must be a header's name");
            return null;
        }

        return new(header.ValueKind == JsonValueKind.String ? header.GetString() : null, Statuses(value, "legacy_status"), Statuses(value, "modern_status"));
    }

    private FrozenSet<int>? Statuses(JsonElement condition, string member)
    {
        if (!condition.TryGetProperty(member, out var value))
        {
            return null;
        }

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (items.Length > 0 && items.All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var status) && status is >= 100 and <= 599))
        {
            return items.Select(item => item.GetInt32()).ToFrozenSet();
        }

        Fail($"\"when\": \"{member}\" must be a status from 100 to 599, or a list of them");
        return null;
    }

    private LocationPattern? At()
    {
        if (Text("at", required: true) is not { } text)
        {
            return null;
        }

        var pattern = LocationPattern.TryParse(text, out var error);
        if (error is not null)
        {
            Fail($"\"at\": {error}");
        }

        return pattern;
    }

    private FrozenSet<DivergenceKind>? Kinds()
    {
        var names = Texts("divergence");
        foreach (var name in names?.Where(name => KebabName<DivergenceKind>.TryParse(name) is null) ?? [])
        {
            Fail($"\"divergence\" has \"{name}\"; known are {string.Join(", ", KebabName<DivergenceKind>.All)}");
        }

        return names?.Select(KebabName<DivergenceKind>.TryParse).OfType<DivergenceKind>().ToFrozenSet();
    }

    private void CheckPatterns(RuleAction action)
    {
        var (both, one) = (Has("pattern"), Has("legacy_pattern") || Has("modern_pattern"));
        if (action == RuleAction.Pattern && both == one)
        {
            Fail("the action \"pattern\" needs either a \"pattern\" for both sides or a \"legacy_pattern\", a \"modern_pattern\" or both of these");
        }
        else if (action != RuleAction.Pattern && (both || one))
        {
            Fail("\"pattern\" goes with the action \"pattern\" only");
        }
    }

    private bool Has(string member) => element.TryGetProperty(member, out _);

    private Regex? Pattern(string member, RuleAction action)
    {
        if (action != RuleAction.Pattern || !Has(member) || Text(member, required: true) is not { } text)
        {
            return null;
        }

        try
        {
            // Without backtracking: a hostile payload cannot make it run long.
            return new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline);
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException)
        {
            Fail($"\"{member}\" is no usable regular expression: {ex.Message}");
            return null;
        }
    }

    private DateOnly? Expires()
    {
        if (Text("expires", required: false) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fail($"\"expires\" is \"{text}\"; it must be a day such as 2027-06-30");
        return null;
    }
}
